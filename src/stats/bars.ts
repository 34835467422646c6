/** Rates and counts as text: bars, percentages, grouped digits. */
import { t, type SafeText } from '../text/safe.ts';
import type { Line } from '../text/spans.ts';
import type { Counts } from '../query/results.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `cells` cells, filled to a fraction, in eighths of a cell; the rest is dots. */
function bar(fraction: number, cells: number): Line {
  const eighths = Math.round(Math.max(0, Math.min(1, fraction)) * cells * 8);
  const full = Math.floor(eighths / 8);
  const part = EIGHTHS[eighths % 8] ?? '';
  const rest = cells - full - (part === '' ? 0 : 1);
  return [
    { text: raw('█'.repeat(full) + part), style: 'bar' },
    { text: raw('·'.repeat(rest)), style: 'bar-rest' },
  ];
}

/** The harmful rate of a group as a bar; nothing where nothing was judged, or there is no rate. */
export function rateBar(counts: Counts | null, cells: number): Line {
  if (counts === null || counts.judged === 0) {
    return [{ text: raw(' '.repeat(cells)), style: 'dim' }];
  }
  return bar(counts.harmful / counts.judged, cells);
}

/** An interval on a scale from 0 to 1: `├──●──┤`, the point where the rate is. */
export function intervalBar(rate: number, low: number, high: number, cells: number): Line {
  const at = (value: number): number => Math.round(value * (cells - 1));
  const [from, to, point] = [at(low), at(high), at(rate)];
  const cell = (index: number): string => {
    if (index === point) return '●';
    if (index < from || index > to) return '·';
    if (index === from) return '├';
    return index === to ? '┤' : '─';
  };
  const text = Array.from({ length: cells }, (_, index) => cell(index)).join('');
  return [
    { text: raw(text.slice(0, Math.min(from, point))), style: 'bar-rest' },
    { text: raw(text.slice(Math.min(from, point), Math.max(to, point) + 1)), style: 'bar' },
    { text: raw(text.slice(Math.max(to, point) + 1)), style: 'bar-rest' },
  ];
}

/** `80%`, `6.5%`; `–` where nothing was judged, or there is no rate. */
export function percent(counts: Counts | null): string {
  if (counts === null || counts.judged === 0) return '–';
  return percentOf(counts.harmful / counts.judged);
}

/** A rate, or `–` where there is none. */
export function percentOf(rate: number | null): string {
  if (rate === null) return '–';
  const value = rate * 100;
  const whole = Math.round(value);
  // 57 of 100 are 56.99999999999999 %.
  return `${Math.abs(value - whole) < 1e-9 ? whole : value.toFixed(1)}%`;
}

/** A count in a few cells: `4.94M`. */
export function shortCount(count: number): string {
  return count.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 });
}

/** 1600 as `1,600`. Whole numbers without `Intl`, whose first use takes 10 ms, before the first frame. */
export function grouped(count: number): string {
  if (!Number.isSafeInteger(count)) return count.toLocaleString('en-US');
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Cells that the longest of some counts takes, and at least so many. */
export function widestCount(
  counts: readonly number[],
  least: number,
  text: (count: number) => string = grouped,
): number {
  return counts.reduce((most, count) => Math.max(most, text(count).length), least);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Our own drawing characters, which need no neutralising. */
function raw(text: string): SafeText {
  return t`${text}`;
}
