/** What a terminal shows, as runs of equal cells. */
import type { IBufferCell, Terminal } from '@xterm/headless';
import type { Cells, CellStyle, Run } from '../src/export/svg/screen.ts';

/** The screen, row by row. */
export function cellsOf(terminal: Terminal): Cells {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, row) => {
    const line = active.getLine(active.baseY + row);
    const runs: Run[] = [];
    for (let column = 0; column < terminal.cols; column += 1) {
      const cell = line?.getCell(column);
      // The second half of a wide letter.
      if (cell === undefined || cell.getWidth() === 0) continue;
      const style = styleOf(cell);
      const text = cell.getChars() === '' ? ' ' : cell.getChars();
      const last = runs.at(-1);
      if (last !== undefined && isEqual(last, style)) {
        const cells = last.cells + cell.getWidth();
        runs[runs.length - 1] = { ...last, text: last.text + text, cells };
      } else runs.push({ ...style, text, cells: cell.getWidth() });
    }
    return runs;
  });
}

function styleOf(cell: IBufferCell): CellStyle {
  return {
    foreground: colour(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
    background: colour(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}

function colour(isRgb: boolean, isPalette: boolean, value: number): number | string | undefined {
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  return isPalette ? value : undefined;
}

function isEqual(a: CellStyle, b: CellStyle): boolean {
  return (
    a.foreground === b.foreground &&
    a.background === b.background &&
    a.bold === b.bold &&
    a.dim === b.dim &&
    a.italic === b.italic &&
    a.underline === b.underline &&
    a.inverse === b.inverse
  );
}
