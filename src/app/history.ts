/** Lines that were typed before, walked through with Up and Down as in a shell. */

/** The line of the history that is shown, and what had been typed before it; undefined: none is. */
export type Browsing = { readonly at: number; readonly typed: string } | undefined;

const MOST_LINES = 200;

/** The lines with one more; the latest is last, and each is there once. */
export function withLine(lines: readonly string[], line: string): readonly string[] {
  const text = line.trim();
  return text === '' ? lines : [...lines.filter((one) => one !== text), text].slice(-MOST_LINES);
}

/** An older line (`by` -1) or a newer one; undefined: there is none. */
export function browse(
  lines: readonly string[],
  browsing: Browsing,
  text: string,
  by: 1 | -1,
): { readonly text: string; readonly browsing: Browsing } | undefined {
  const { at, typed } = browsing ?? { at: lines.length, typed: text };
  let next = at + by;
  // What is typed already would be no change.
  if (browsing === undefined && lines[next] === text.trim()) next += by;
  if (next === lines.length && browsing !== undefined) return { text: typed, browsing: undefined };
  const line = lines[next];
  return line === undefined ? undefined : { text: line, browsing: { at: next, typed } };
}
