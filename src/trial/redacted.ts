/** What a trial says of its own redaction, in `meta.redacted`: how many strings of each kind. */

/** What `meta.redacted` of a trial says was replaced in it, in words; undefined: nothing is said. */
export function redactedText(
  meta: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const said = meta?.['redacted'];
  if (typeof said !== 'object' || said === null) return undefined;
  const counts = Object.entries(said).filter(([, count]) => typeof count === 'number');
  return counts.length === 0 ? undefined : tallyText(Object.fromEntries(counts));
}

/** `names 12, emails 3`: a tally in words. */
export function tallyText(tally: Readonly<Record<string, number>>): string {
  const parts = Object.entries(tally).map(([kind, count]) => `${kind} ${count}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
