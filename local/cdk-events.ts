/** One line of the CDK CLI about one resource. */
export interface StackEvent {
  readonly status: string;
  readonly resourceType: string;
  readonly logicalId: string;
}

// `Stack |  1/12 | 1:05:01 PM | CREATE_IN_PROGRESS   | AWS::KMS::Key | SharedKey (SharedKey7C1F)`
const EVENT = /^\S+ *\| *(?:\d+\/\d+|\d+) *\|[^|]*\| *([A-Z_]+) *\| *(\S+) *\| *(\S+)/;

/** Reads what the CDK CLI prints while it deploys; `undefined` for every other line. */
export function parseStackEvent(line: string): StackEvent | undefined {
  const match = EVENT.exec(line.trim());
  return match ? { status: match[1]!, resourceType: match[2]!, logicalId: match[3]! } : undefined;
}
