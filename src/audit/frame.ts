/** The frame of an audit: every trial of the query under a key that anybody can compute. */
import { compareBytes, sha256 } from './hash.ts';

/** A trial of the frame. `stratum`: a JSON array of the values it is stratified by. */
export type FrameRow = { readonly key: string; readonly stratum: string };

/** The name of a stratum, as it stands in a frame. */
export function stratumText(values: readonly string[]): string {
  return JSON.stringify(values);
}

/** Trials as rows of a frame. */
export function frameRows(
  trials: Iterable<{ readonly content: string; readonly stratum: readonly string[] }>,
): readonly FrameRow[] {
  return Array.from(trials, ({ content, stratum }) => ({
    key: content,
    stratum: stratumText(stratum),
  }));
}

/**
 * Keys of trials, in their order: the content hash; the second and later of equal content, in order
 * of ids (UTF-8 bytes), get `#2`, `#3`.
 */
export function frameKeys(
  trials: readonly { readonly id: string; readonly content: string }[],
): readonly string[] {
  const keys = new Map<number, string>();
  const count = new Map<string, number>();
  const inOrder = [...trials.entries()].sort(([, one], [, other]) =>
    compareBytes(one.id, other.id),
  );
  for (const [index, { content }] of inOrder) {
    const number = (count.get(content) ?? 0) + 1;
    count.set(content, number);
    keys.set(index, number === 1 ? content : `${content}#${number}`);
  }
  return trials.map((_, index) => keys.get(index) ?? '');
}

/** The frame file: lines `KEY⇥STRATUM`, sorted by bytes. */
export function frameText(rows: readonly FrameRow[]): string {
  const lines = rows.map(({ key, stratum }) => `${key}\t${stratum}`);
  return lines
    .sort(compareBytes)
    .map((line) => `${line}\n`)
    .join('');
}

export function frameHash(rows: readonly FrameRow[]): string {
  return sha256(frameText(rows));
}
