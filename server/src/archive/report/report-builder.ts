import type { Finding, FindingCode } from './finding';
import { notProven } from './not-proven';
import type { ReportedClaim, ReportStatus, RevisionExample, VerificationReport } from './report';
import type { BlockOrigin } from '../../journal/check-block';
import type { ClaimOutcome } from '../claims/claim';
import { coveredThrough } from '../claims/claims';
import type { Inventory } from '../inventory/inventory';
import type { ReadObject } from '../read/read-object';
import { VERDICTS, type RevisionForm, type RevisionVerdict, type Verdict } from '../verify/verdict';
import type { ArchiveEnd, ArchiveEvent, VerifiedBlock } from '../verify/verify-archive';

/** Findings that are shown one by one; the others are counted. */
const MAX_FINDINGS = 1000;
const MAX_EXAMPLES = 5;

/** Adds up what happens during a verification. Its size does not depend on the number of blocks. */
export class ReportBuilder {
  private blocks = 0;
  private copies = 0;
  private firstBlock: VerifiedBlock['block'] | undefined;
  private lastBlock: VerifiedBlock['block'] | undefined;
  private olderBlocks = 0;
  private documentsNotShown = 0;
  private statementsVerified = 0;
  private statementsWithParameters = 0;
  private findings = 0;
  private end: ArchiveEnd | undefined;
  private readonly origins: Record<BlockOrigin, number> = { 'qldb-server': 0, 'aws': 0 };
  private readonly byVerdict = counters(VERDICTS);
  private readonly byForm = counters<RevisionForm>(['data', 'deleted', 'redacted', 'internal']);
  private readonly examples: Partial<Record<Verdict, RevisionExample[]>> = {};
  private readonly byCode: Partial<Record<FindingCode, number>> = {};
  private readonly firstFindings: Finding[] = [];
  private readonly objects: ReadObject[] = [];

  constructor(private readonly inventory: Inventory, private readonly about: Pick<VerificationReport, 'program' | 'verifiedAt' | 'source'>) {}

  add(event: ArchiveEvent): void {
    switch (event.kind) {
      case 'block': this.block(event); break;
      case 'copy': this.copies++; break;
      case 'finding': this.finding(event.finding); break;
      case 'object': this.objects.push(event.object); break;
      case 'end': {
        this.end = event;
        event.claims.filter(({ status }) => status === 'differs').forEach((claim) => this.finding(claimFinding(claim)));
      }
    }
  }

  report(): VerificationReport {
    const claims = this.end?.claims ?? [];
    const { inventory, firstBlock, lastBlock } = this;
    return {
      ...this.about,
      status: this.status(claims),
      strandId: inventory.strandId,
      ledgerNames: [...new Set(inventory.started.flatMap(({ ledgerName }) => ledgerName ?? []))],
      blocks: {
        count: this.blocks, first: firstBlock?.address.sequenceNo, last: lastBlock?.address.sequenceNo,
        firstTimestamp: timeOf(firstBlock), lastTimestamp: timeOf(lastBlock), copies: this.copies, origins: this.origins,
      },
      digest: { value: this.end?.digest?.toString('base64'), coveredThrough: coveredThrough(claims), compared: claims.map(reported) },
      revisions: {
        count: VERDICTS.reduce((sum, verdict) => sum + this.byVerdict[verdict], 0),
        byVerdict: this.byVerdict, byForm: this.byForm, examples: this.examples,
        redactionsWithoutRecord: this.end?.unrecordedRedactions ?? 0,
      },
      statements: { verified: this.statementsVerified, withParameters: this.statementsWithParameters },
      findings: { count: this.findings, byCode: this.byCode, first: this.firstFindings },
      notes: [...inventory.notes, ...this.notes(claims)],
      objects: this.objects,
      ignored: inventory.ignored,
      notProven: notProven(this.origins, this.byVerdict),
    };
  }

  private status(claims: readonly ClaimOutcome[]): ReportStatus {
    if (this.findings > 0) return 'broken';
    if (claims.some(({ status, requested }) => requested && status === 'not compared')) return 'not compared';
    return claims.some(({ status }) => status === 'matches') ? 'matches' : 'consistent';
  }

  private block(event: VerifiedBlock): void {
    const { block, origin, verdicts } = event;
    this.blocks++;
    this.firstBlock ??= block;
    this.lastBlock = block;
    this.origins[origin]++;
    this.olderBlocks += event.isOlder ? 1 : 0;
    this.documentsNotShown += event.documentsNotShown;
    this.statementsVerified += event.statementsVerified;
    this.statementsWithParameters += event.statementsWithParameters;
    for (const verdict of verdicts) this.verdict(verdict, block.address.sequenceNo);
    event.findings.forEach((finding) => this.finding(finding));
  }

  private verdict(verdict: RevisionVerdict, sequenceNo: number): void {
    this.byVerdict[verdict.verdict]++;
    this.byForm[verdict.form]++;
    if (verdict.verdict === 'verified' || verdict.form === 'internal') return;
    const examples = this.examples[verdict.verdict] ??= [];
    if (examples.length < MAX_EXAMPLES) examples.push({ sequenceNo, ...verdict });
  }

  private finding(finding: Finding): void {
    this.findings++;
    this.byCode[finding.code] = (this.byCode[finding.code] ?? 0) + 1;
    if (this.firstFindings.length < MAX_FINDINGS) this.firstFindings.push(finding);
  }

  private notes(claims: readonly ClaimOutcome[]): string[] {
    const { firstBlock, lastBlock, end } = this;
    const notes: string[] = [];
    const first = firstBlock?.address.sequenceNo ?? 0;
    if (first > 1) notes.push(`the first block is ${first}: blocks before it are not here`);
    const covered = coveredThrough(claims);
    const last = lastBlock?.address.sequenceNo ?? 0;
    if (covered !== undefined && covered < last) notes.push(`blocks ${covered + 1} to ${last} fit, but no digest that was given covers them`);
    if (this.copies > 0) notes.push(`${this.copies} blocks are there more than once, alike`);
    if (this.olderBlocks > 0) notes.push(`${this.olderBlocks} blocks are older than the block before them, by their own times`);
    if (this.documentsNotShown > 0) notes.push(`${this.documentsNotShown} documents were written of which the block shows no revision`);
    const unrecorded = end?.unrecordedRedactions ?? 0;
    if (unrecorded > 0) notes.push(`${unrecorded} revisions have a hash in place of their data, and no block here records their redaction`);
    return notes;
  }
}

function counters<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

function timeOf(block: VerifiedBlock['block'] | undefined): string | undefined {
  return block && new Date(block.timestamp).toISOString();
}

function reported({ source, digest, status, through, message, expected, found }: ClaimOutcome): ReportedClaim {
  return {
    source, digest: digest.toString('base64'), status, ...through !== undefined && { through }, message,
    ...expected !== undefined && { expected }, ...found !== undefined && { found },
  };
}

function claimFinding({ source, message, expected, found }: ClaimOutcome): Finding {
  const compared = { ...expected !== undefined && { expected }, ...found !== undefined && { found } };
  return { code: 'digest', object: source, ...compared, message: `${source}: ${message}` };
}
