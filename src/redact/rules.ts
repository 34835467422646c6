/** The file of `--redact FILE`: strings and patterns with their pseudonyms, people, exceptions. */
import { z } from 'zod';
import { readData } from '../trial/data-file.ts';
import { UserError } from '../base/user-error.ts';
import type { RedactSpec, Rule } from './types.ts';

const words = z.string().min(2, 'must have at least two characters');

const schema = z.strictObject({
  replace: z
    .array(
      z.strictObject({
        text: z.union([words, z.array(words).min(1)]).optional(),
        pattern: words.optional(),
        with: z.string().min(1).optional(),
      }),
    )
    .optional(),
  names: z.array(words).optional(),
  keep: z.array(z.string().min(1)).optional(),
});

/** Two `*` in a pattern are plenty, and keep it quick on any text. */
const MOST_RUNS = 2;

/**
 * What a rule file says. `file` is its name for messages.
 * Throws a `UserError` that begins with `FILE:LINE:COLUMN`.
 */
export function parseRules(text: string, file: string): Omit<RedactSpec, 'kinds'> {
  const { data, at } = readData(text, file, schema);
  const rules = (data.replace ?? []).flatMap((one, index): readonly Rule[] => {
    const place = ['replace', index];
    if ((one.text === undefined) === (one.pattern === undefined)) {
      throw new UserError(`${at(place)}: each entry needs a "text" or a "pattern"`);
    }
    const stand = one.with ?? `[redacted ${index + 1}]`;
    if (one.pattern !== undefined) {
      const wrong = patternMistake(one.pattern);
      if (wrong !== undefined) throw new UserError(`${at([...place, 'pattern'])}: ${wrong}`);
      return [{ find: one.pattern, isPattern: true, with: stand }];
    }
    return [one.text ?? []].flat().map((find) => ({ find, isPattern: false, with: stand }));
  });
  const revealing = rules.findIndex(({ with: stand }) => rules.some((rule) => isIn(rule, stand)));
  if (revealing >= 0) {
    const stand = rules[revealing]?.with ?? '';
    const index = (data.replace ?? []).findIndex((one) => one.with === stand);
    throw new UserError(
      `${at(['replace', index, 'with'])}: "${stand}" has a redacted string in it`,
    );
  }
  return { rules, names: data.names ?? [], keep: data.keep ?? [] };
}

function isIn({ find, isPattern }: Rule, text: string): boolean {
  if (isPattern) return text.match(rulePattern(find)) !== null;
  return text.toLowerCase().includes(find.toLowerCase());
}

/** A regular expression is made of it. A "text" may be longer. */
const LONGEST_PATTERN = 1000;

function patternMistake(pattern: string): string | undefined {
  const runs = pattern.match(/\*/g)?.length ?? 0;
  if (runs > MOST_RUNS) return `a pattern has at most ${MOST_RUNS} "*"`;
  if (pattern.length > LONGEST_PATTERN)
    return `a pattern has at most ${LONGEST_PATTERN} characters`;
  return /[^*?#\s]/.test(pattern) ? undefined : 'a pattern needs a letter or a digit of its own';
}

/** A pattern as an expression: `#` a digit, `?` a character, `*` a run of letters and digits. */
export function rulePattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.+()[\]{}|/]/g, String.raw`\$&`)
    .replaceAll('#', String.raw`\d`)
    .replaceAll('?', String.raw`[^\r\n]`)
    .replace(/\*+/g, String.raw`[\p{L}\p{N}_-]{1,64}`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${source})(?![\p{L}\p{N}])`, 'giu');
}
