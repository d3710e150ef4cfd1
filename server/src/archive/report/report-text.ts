import type { Finding } from './finding';
import type { ReportStatus, VerificationReport } from './report';
import { VERDICTS } from '../verify/verdict';

/** Findings that a person is shown; the report as JSON has more. */
const SHOWN_FINDINGS = 50;

/** A report as a person reads it. */
export function reportText(report: VerificationReport): string {
  return [
    ...heading(report),
    '',
    ...wrapped(conclusion(report)),
    '',
    ...findings(report),
    ...digests(report),
    ...revisions(report),
    ...section('Notes', report.notes),
    ...section('Not proven, because no hash binds it', report.notProven),
  ].join('\n');
}

/** The same with the objects that were read: what an auditor keeps. */
export function reportFileText(report: VerificationReport): string {
  const objects = report.objects.map(({ key, bytes, sha256, blocks, first, last }) =>
    `${sha256}  ${key}  ${bytes} bytes, ${blocks === 0 ? 'no blocks' : `${blocks} blocks, ${first} to ${last}`}`);
  return [reportText(report), ...section('Objects, with SHA-256', objects), ...section('Objects that were not read', report.ignored)].join('\n');
}

const LABELS: Readonly<Record<ReportStatus, string>> = {
  'matches': 'AS SIGNED OFF', 'consistent': 'CONSISTENT', 'broken': 'BROKEN', 'not compared': 'NOT COMPARED',
};

function heading({ program, verifiedAt, source, strandId, ledgerNames, blocks, objects }: VerificationReport): string[] {
  const { count, first, last, firstTimestamp, lastTimestamp } = blocks;
  const range = count === 0 ? 'none' : `${number(count)}, from ${first} to ${last}, of ${firstTimestamp} to ${lastTimestamp}`;
  const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
  return [
    `${program}: verification of a journal export, ${verifiedAt}`,
    `source   ${source}`,
    ...ledgerNames.length > 0 ? [`ledger   ${ledgerNames.join(', ')} (by its manifests)`] : [],
    `strand   ${strandId}`,
    `blocks   ${range}`,
    `objects  ${number(objects.length)}, ${number(bytes)} bytes`,
  ];
}

function conclusion(report: VerificationReport): string {
  const { status, findings: found, digest, blocks } = report;
  return `${LABELS[status]}: ${(() => {
    switch (status) {
      case 'broken': return `${number(found.count)} ${found.count === 1 ? 'thing is' : 'things are'} wrong.`;
      case 'matches': return `nothing is wrong, and the blocks up to ${digest.coveredThrough} are those that the given digest was made of. `
        + 'If AWS gave the digest, they are as AWS signed them off.';
      case 'not compared': return 'nothing is wrong, but the digest that was given could not be compared with the blocks.';
      case 'consistent': return `nothing is wrong: the ${number(blocks.count)} blocks fit together. No digest that was kept elsewhere says that they `
        + 'are the blocks that AWS had: give one with --digest or --proof if there is one.';
    }
  })()}${status === 'broken' ? '' : exceptions(report)}`;
}

/** What the conclusion does not reach. */
function exceptions({ revisions: { byVerdict, byForm } }: VerificationReport): string {
  const chainOnly = byVerdict['chain only'];
  const hashOnly = byVerdict['hash only'] - byForm.internal;
  const parts = [
    ...chainOnly > 0 ? [`the content of ${number(chainOnly)} revisions that were written as JSON could not be bound to the blocks`] : [],
    ...hashOnly > 0 ? [`of ${number(hashOnly)} revisions without data nothing but the hash is known`] : [],
  ];
  return parts.length === 0 ? '' : ` But ${parts.join(', and ')}.`;
}

function findings({ findings: { count, first, byCode } }: VerificationReport): string[] {
  if (count === 0) return [];
  const shown = first.slice(0, SHOWN_FINDINGS).map(findingText);
  const codes = Object.entries(byCode).map(([code, times]) => `${code} ${number(times)}`).join(', ');
  const more = count > shown.length ? [`  … and ${number(count - shown.length)} more; in all ${codes}`] : [];
  return ['What is wrong', ...shown, ...more, ''];
}

function findingText({ object, message }: Finding): string {
  const where = object !== undefined && !message.includes(object) ? ` (in '${object}')` : '';
  return `  ${message}${where}`;
}

function digests({ digest: { value, compared }, blocks }: VerificationReport): string[] {
  const own = value === undefined
    ? '  the digest is not determined: the first blocks are missing, and no proof stands in for them'
    : `  ${value} at block ${blocks.last}, computed from the blocks`;
  return ['Digest', own, ...compared.map(({ source, status, message }) => `  ${source}: ${status}: ${message}`), ''];
}

function revisions({ revisions: { count, byVerdict, byForm, examples }, statements }: VerificationReport): string[] {
  const forms = [[byForm.deleted, 'deletions'], [byForm.redacted, 'redacted'], [byForm.internal, 'of the service itself']] as const;
  const also = forms.filter(([times]) => times > 0).map(([times, name]) => `${number(times)} ${name}`);
  return [
    `Revisions  ${number(count)}${also.length > 0 ? `, of which ${also.join(', ')}` : ''}`,
    ...VERDICTS.filter((verdict) => byVerdict[verdict] > 0 || verdict === 'verified').flatMap((verdict) => [
      `  ${verdict.padEnd(10)}  ${number(byVerdict[verdict]).padStart(9)}  ${MEANINGS[verdict]}`,
      ...verdict === 'recovered' ? [] : (examples[verdict] ?? []).map(({ sequenceNo, documentId, version, reason }) =>
        `                         block ${sequenceNo}, document ${documentId}, version ${version}${reason === undefined ? '' : `: ${reason}`}`),
    ]),
    `Statements  ${number(statements.verified)} with the digest of their text, `
      + `${number(statements.withParameters)} with parameters that are not in the journal`,
    '',
  ];
}

const MEANINGS = {
  'verified': 'their content has the hash that is in the chain',
  'recovered': 'written as JSON; with the types that it lost, their content has the hash that is in the chain',
  'chain only': 'written as JSON; the hash is in the chain, the content could not be bound to it, so it may be right or wrong',
  'hash only': 'the hash is in the chain; it shows no content, or none that its hash is known to be made of',
  'broken': 'their content has another hash',
} as const;

/** Lines under a title, or nothing where there are none. */
export function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [title, ...items.flatMap((item) => wrapped(item, '  ')), ''];
}

function wrapped(text: string, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > 118) {
      lines.push(`${indent}${line}`);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, `${indent}${line}`];
}

const number = (value: number): string => value.toLocaleString('en-US');
