/**
 * Physical id of an export: `<ExportId>#<mark>`, the mark of what was exported.
 *
 * By the mark an update back to what the resource has, which follows an update that failed, exports nothing.
 */
export interface ExportPhysicalId {
  readonly exportId: string;
  readonly mark: string;
}

export function formatExportId({ exportId, mark }: ExportPhysicalId): string {
  return `${exportId}#${mark}`;
}

/** Reads an id; `undefined` for what is no export's, such as one that CloudFormation invented. */
export function parseExportId(physicalId: string): ExportPhysicalId | undefined {
  const [, exportId, mark] = /^([A-Za-z0-9]{22})#([0-9a-f]+)$/.exec(physicalId) ?? [];
  return exportId === undefined || mark === undefined ? undefined : { exportId, mark };
}
