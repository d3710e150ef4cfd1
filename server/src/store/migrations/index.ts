import { ledgers } from './0001-ledgers';
import { journal } from './0002-journal';
import { sessions } from './0003-sessions';
import { journalExports } from './0004-exports';
import { journalStreams } from './0005-streams';
import { imports } from './0006-imports';
import type { Migration } from './migration';

/** Every step there is, oldest first. A published step never changes. */
export const migrations: readonly Migration[] = [ledgers, journal, sessions, journalExports, journalStreams, imports];
