/** Patterns of `field:value` as those of LIKE, with `\` as the escape. Matching ignores case. */
import { NO_VALUE, type Pattern } from '../query/ast.ts';

/** Whether a pattern asks for trials that have no value. */
export function isNone({ text, glob }: Pattern): boolean {
  return text === NO_VALUE && !glob;
}

/** Whether a pattern asks for trials of which something is true; any other text asks for the rest. */
export function isYes({ text }: Pattern): boolean {
  return /^(true|yes)$/i.test(text);
}

export function likePattern({ text, glob }: Pattern): string {
  return glob ? escaped(text).replaceAll(/\*+/g, '%') : escaped(text);
}

export function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** Whether a value fits, as databases have it: of a pattern of ASCII, only the case of ASCII is ignored. */
export function fits(value: Pattern): (text: string) => boolean {
  const pattern = likePattern(value);
  return isAscii(pattern) ? fitter(pattern, asciiLower) : fitter(pattern);
}

export function asciiLower(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}

/** Whether a pattern is of characters whose case every database knows. */
export function isAscii(pattern: string): boolean {
  return /^[\x20-\x7E]*$/.test(pattern);
}

/**
 * Whether a value fits a pattern of LIKE, with `\` as its escape, in all alphabets. Not by a regular
 * expression: patterns and values come from data, and may have any length.
 */
export function fitter(
  pattern: string,
  fold = (text: string): string => text.toLowerCase(),
): (value: string) => boolean {
  const [first = '', ...others] = literals(fold(pattern));
  const last = others.pop();
  if (last === undefined) return (value) => fold(value) === first;
  return (value) => {
    const text = fold(value);
    const end = text.length - last.length;
    if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return false;
    let at = first.length;
    return others.every((part) => {
      const found = text.indexOf(part, at);
      at = found + part.length;
      return found >= 0 && at <= end;
    });
  };
}

/** What stands between the wildcards of a pattern. */
function literals(pattern: string): string[] {
  const parts: string[] = [''];
  for (const [, literal, any, other] of pattern.matchAll(/\\([\s\S])|(%)|([^\\%]+|\\)/g)) {
    if (any !== undefined) parts.push('');
    else parts.push((parts.pop() ?? '') + (literal ?? other));
  }
  return parts;
}
