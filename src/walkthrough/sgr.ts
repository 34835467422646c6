/**
 * Painted text taken apart again: what a terminal would show of a line, as runs of equal cells.
 * It knows the codes that our own themes write, and no other escape sequence.
 */
import { width } from '../text/width.ts';

/** How a cell looks. Colours: a number of the palette's sixteen, or any other as CSS has it. */
export type CellStyle = {
  readonly foreground?: number | string | undefined;
  readonly background?: number | string | undefined;
  readonly bold?: boolean | undefined;
  readonly dim?: boolean | undefined;
  readonly italic?: boolean | undefined;
  readonly underline?: boolean | undefined;
  readonly inverse?: boolean | undefined;
};

/** Cells side by side that look the same. */
export type Run = CellStyle & { readonly text: string; readonly cells: number };

const SGR = /\u001B\[([\d;]*)m/g;

/** The runs of one painted line. */
export function runsOf(painted: string): readonly Run[] {
  const runs: Run[] = [];
  let style: CellStyle = {};
  let from = 0;
  const add = (text: string): void => {
    if (text !== '') runs.push({ ...style, text, cells: width(text) });
  };
  for (const code of painted.matchAll(SGR)) {
    add(painted.slice(from, code.index));
    from = code.index + code[0].length;
    for (const one of (code[1] ?? '').split(';')) style = { ...style, ...changeOf(Number(one)) };
  }
  add(painted.slice(from));
  return runs;
}

const PLAIN: CellStyle = {
  foreground: undefined,
  background: undefined,
  bold: undefined,
  dim: undefined,
  italic: undefined,
  underline: undefined,
  inverse: undefined,
};

const ATTRIBUTES: Readonly<Record<number, CellStyle>> = {
  0: PLAIN,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: undefined, dim: undefined },
  23: { italic: undefined },
  24: { underline: undefined },
  27: { inverse: undefined },
  39: { foreground: undefined },
  49: { background: undefined },
};

/** What one code changes. */
function changeOf(code: number): CellStyle {
  if (code >= 30 && code <= 37) return { foreground: code - 30 };
  if (code >= 40 && code <= 47) return { background: code - 40 };
  if (code >= 90 && code <= 97) return { foreground: code - 90 + 8 };
  if (code >= 100 && code <= 107) return { background: code - 100 + 8 };
  return ATTRIBUTES[code] ?? {};
}
