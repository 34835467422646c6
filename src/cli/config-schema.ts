/** Checks the text of a config file, and says which key is wrong and how. */
import path from 'node:path';
import { z } from 'zod';
import { keyMistake } from '../app/key-settings.ts';
import { COMMANDS } from '../app/keymap.ts';
import { FIELDS as MAP_FIELDS, parseMap } from '../formats/field-map.ts';
import { speaksOfNotes } from '../query/nodes.ts';
import { parse } from '../query/parse.ts';
import { BUILT_IN_PRESETS } from '../query/presets.ts';
import { BUILT_IN_SIGNALS } from '../query/signals.ts';
import { checkRegexes } from '../collection/check-regexes.ts';
import { QueryMistake } from '../collection/query-mistake.ts';
import { homeFolder } from '../base/own-folder.ts';
import { UserError } from '../base/user-error.ts';
import { COLUMN_FIELDS } from '../trial/catalogue.ts';
import { fieldNamed } from './field-option.ts';
import { DEFAULT_CONFIG, type Config } from './config.ts';
import { STYLE_NAMES } from '../text/styles.ts';
import { didYouMean } from '../base/nearest.ts';

const signal = z.string().superRefine((text, context) => {
  const parsed = parse(text);
  if (!parsed.ok) {
    const message = `${parsed.error.message} (at character ${parsed.error.at.start + 1})`;
    context.addIssue({ code: 'custom', message });
  } else if (speaksOfNotes(parsed.query)) {
    context.addIssue({
      code: 'custom',
      message: 'notes of people are no part of a signal or share',
    });
  }
});

/** Names are columns and options (`--stage NAME=QUERY`); those that are numbers would lose their order. */
const stages = z
  .record(z.string().regex(/^[A-Za-z][\w -]*$/), signal)
  .refine((named) => Object.keys(named).length >= 2, 'a funnel has at least two stages');

const preset = z
  .strictObject({
    about: z.string().optional(),
    query: signal.optional(),
    share: signal.optional(),
    of: signal.optional(),
    by: z.array(z.string()).optional(),
    compare: z.array(z.string()).min(2).optional(),
    stages: stages.optional(),
  })
  .refine(
    ({ stages: funnel, share, of, compare }) =>
      funnel === undefined || [share, of, compare].every((one) => one === undefined),
    'stages stand in the place of share, of and compare',
  );

const map = z.record(z.string(), z.string()).transform((fields, context) => {
  try {
    return parseMap(JSON.stringify(fields));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});

const column = z.string().transform((name, context) => {
  try {
    return fieldNamed('columns', name, COLUMN_FIELDS);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});

/** The shape of the file. Unknown keys are mistakes: a misspelt one would silently do nothing. */
const configSchema = z.strictObject({
  $schema: z.string().optional(),
  theme: z.enum(['auto', 'dark', 'light', 'none']).optional(),
  colours: z.partialRecord(z.enum(STYLE_NAMES), z.int().min(0).max(255)).optional(),
  mouse: z.boolean().optional(),
  keys: z.partialRecord(z.enum(COMMANDS), z.array(z.string()).readonly()).optional(),
  signals: z.record(z.string().regex(/^[\w-]+$/), signal.nullable()).optional(),
  maps: z.record(z.string(), map).optional(),
  presets: z.record(z.string().regex(/^[\w-]+$/), preset.nullable()).optional(),
  columns: z.array(column).min(1).readonly().optional(),
  notes: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
  author: z.string().trim().min(1).max(100).optional(),
  wordsPerMinute: z.number().min(30).max(3000).optional(),
});

/** The settings in a config file's text, with the defaults. Throws a `UserError`. */
export async function readConfig(text: string, file: string): Promise<Config> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is not valid JSON: ${(error as Error).message}`);
  }
  const result = configSchema.safeParse(data);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new UserError(`${file}: ${issue === undefined ? 'not valid' : complaint(issue)}`);
  }
  const { theme, colours, mouse, keys, signals, maps, presets, columns, wordsPerMinute } =
    result.data;
  const { notes, author } = result.data;
  const mistake = keyMistake(keys ?? {});
  if (mistake !== undefined) {
    throw new UserError(`${file}: "keys.${mistake.command}": ${mistake.message}`);
  }
  await checkPatterns(signals, presets, file);
  const merged = { ...BUILT_IN_SIGNALS, ...signals };
  return {
    theme: theme ?? DEFAULT_CONFIG.theme,
    colours: colours ?? DEFAULT_CONFIG.colours,
    mouse: mouse ?? DEFAULT_CONFIG.mouse,
    keys: keys === undefined ? {} : definedOnly(keys),
    signals: definedOnly(merged),
    maps: maps ?? {},
    presets: definedOnly({ ...BUILT_IN_PRESETS, ...presets }),
    ...(columns === undefined ? {} : { columns }),
    ...(notes === undefined ? {} : { notes: [notes].flat().map((one) => placeOf(one, file)) }),
    ...(author === undefined ? {} : { author }),
    wordsPerMinute: wordsPerMinute ?? DEFAULT_CONFIG.wordsPerMinute,
  };
}

/** Throws a `UserError` for the first query whose regular expression cannot be read. */
async function checkPatterns(
  signals: Readonly<Record<string, string | null>> = {},
  presets: Readonly<Record<string, z.infer<typeof preset> | null>> = {},
  file: string,
): Promise<void> {
  const queries = [
    ...Object.entries(signals).map(([name, text]) => [`signals.${name}`, text] as const),
    ...Object.entries(presets).flatMap(([name, one]) =>
      (['query', 'share', 'of'] as const).map(
        (part) => [`presets.${name}.${part}`, one?.[part]] as const,
      ),
    ),
  ];
  for (const [place, text] of queries) {
    const parsed = parse(text ?? '');
    if (!parsed.ok) continue;
    try {
      await checkRegexes(parsed.query);
    } catch (error) {
      if (!(error instanceof QueryMistake)) throw error;
      const at = error.queryError.at.start + 1;
      throw new UserError(`${file}: "${place}": ${error.message} (at character ${at})`);
    }
  }
}

/** A path of the config file: `~/` is the home folder, others begin at the file. */
function placeOf(name: string, file: string): string {
  const home = homeFolder();
  if (name.startsWith('~/') && home !== undefined) return path.join(home, name.slice(2));
  return path.resolve(path.dirname(file), name);
}

function definedOnly<V>(record: Readonly<Record<string, V | null | undefined>>): Record<string, V> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, V] => entry[1] != null),
  );
}

/** One line: the key, then what is wrong with it. */
function complaint(issue: z.core.$ZodIssue): string {
  const place = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return unknownKey([...place, key]);
  }
  if (issue.code === 'invalid_key') return unknownKey(place);
  const where = place.length === 0 ? '' : `"${place.join('.')}": `;
  return `${where}${issue.message}`;
}

function unknownKey(place: readonly string[]): string {
  const key = place.at(-1) ?? '';
  const names = place.length === 1 ? Object.keys(configSchema.shape) : namesIn(place[0]);
  return `unknown key "${place.join('.')}"${didYouMean(key, names)}`;
}

function namesIn(section: string | undefined): readonly string[] {
  if (section === 'keys') return COMMANDS;
  return section === 'maps' ? Object.keys(MAP_FIELDS) : [];
}
