/** A time of day without a zone would mean another moment on every machine. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Milliseconds since the epoch of an ISO 8601 text; `undefined` for what is none, such as 30 February. The constructs judge by
 * it what is known at synth, the function what is known at deployment only.
 */
export function parseIsoTime(text: string): number | undefined {
  const milliseconds = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) || !isDayOfMonth(text) ? undefined : milliseconds;
}

/** `Date.parse` takes the 31st for a day of every month. */
function isDayOfMonth(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day)).getUTCDate() === day;
}
