/** Any other JSON records, by the names of their fields: recognised ones, or those of `--map`. */
import { checked } from './checked/checked.ts';
import { FIELDS } from './field-map.ts';
import type { Claim, FieldMap, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import {
  begunRecord,
  headRecords,
  isObject,
  type JsonObject,
  sniffJson,
  without,
} from './json/json.ts';
import { knownFields, leftOutOf, listsIn, recordsIn, wrappedIn } from './mapped/document.ts';
import { type MadeTrial, trialOf } from './mapped/record.ts';
import { type At, type Converted, problem, readRecords } from './records.ts';
import { ruleOf, type VerdictRule, withRule } from './verdict-rule.ts';

/** JSON lines, an array of records, one record, or a document around them, with fields of any names. */
export const mapped = checked({
  name: 'jsonl',
  title: 'JSON records, by field names',
  appends: true,
  mappable: true,
  detect,
  read,
});

function detect(head: Head): Claim | undefined {
  const sniff = sniffJson(head);
  if (sniff === undefined) return undefined;
  const { keys, shape } = sniff;
  const { content, other } = knownFields((name) => keys.has(name));
  const chat = FIELDS.messages.some((name) => keys.get(name) === '[');
  const why = `its records have ${[...content, ...other].join(', ')}`;
  const inside = listClaim(head);
  if (inside !== undefined) return inside;
  const isList = shape === 'lines' || headRecords(head).length > 1;
  if (content.length > 0 && (isList || chat || other.length > 0)) {
    return { confidence: chat || other.length > 0 ? 0.5 : 0.3, why };
  }
  if (shape === 'lines' && /\.(?:jsonl|ndjson)(?:\.gz|\.zst)?$/i.test(head.file.name)) {
    return { confidence: 0.05, why: 'it is JSON lines, though no field of it is recognised' };
  }
  return undefined;
}

/** A document around one list of records. Of one that goes on beyond the head, by its beginning. */
function listClaim(head: Head): Claim | undefined {
  const record = begunRecord(head);
  const [list] = record === undefined ? [] : listsIn(record);
  if (list === undefined) return undefined;
  const why = list.name === '' ? 'it has records by name' : `its list ${list.name} has records`;
  return { confidence: 0.5, why };
}

async function* read(file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> {
  const rule = ruleOf(options.verdict);
  const map = options.map ?? {};
  const tallies = createTallies();
  const convert = (value: unknown, at: At) => convertRecord(value, at, map, rule, tallies);
  const open = (document: unknown) => recordsIn(document, map['records']);
  let held: ReadItem | undefined;
  for await (const item of readRecords(file, options, convert, open)) {
    if (held !== undefined) yield held;
    held = item;
  }
  // Once for all records: a file of a million strange lines must not give a million problems.
  for (const { place, severity, message } of tallies.problems()) {
    yield problem(file, place, severity, message);
  }
  if (held !== undefined) yield held;
}

type Told = {
  readonly place: string;
  readonly severity: 'error' | 'warning' | 'notice';
  readonly message: string;
};

/** What many records of a file have in common that is worth telling once, with the first place. */
type Tallies = {
  /** `words`: says how it is told of so many records. */
  readonly count: (key: string, at: At, severity: Told['severity'], words: Words) => Set<string>;
  readonly problems: () => readonly Told[];
};
type Words = (count: number, seen: readonly string[]) => string;

function createTallies(): Tallies {
  const found = new Map<
    string,
    { place: string; severity: Told['severity']; words: Words; count: number; seen: Set<string> }
  >();
  return {
    count: (key, { place }, severity, words) => {
      const known = found.get(key) ?? { place, severity, words, count: 0, seen: new Set() };
      known.count += 1;
      found.set(key, known);
      return known.seen;
    },
    problems: () =>
      [...found.values()].map(({ place, severity, words, count, seen }) => ({
        place,
        severity,
        message: words(count, [...seen]),
      })),
  };
}

function records(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}

/** Fields of records without words that are named at most. */
const MOST_FIELDS = 12;

/** A foreign record as a trial. */
function convertRecord(
  value: unknown,
  at: At,
  map: FieldMap,
  rule: VerdictRule | undefined,
  tallies: Tallies,
): Converted {
  // A list among records is a chat, any other value a row that says what it is.
  const isListed = at.around !== undefined && value !== null && typeof value !== 'object';
  const record = Array.isArray(value)
    ? { messages: value }
    : isListed
      ? { error: `no record but ${JSON.stringify(value)}` }
      : value;
  if (!isObject(record)) {
    const message = 'not a record with fields; it was passed over';
    return { problems: [{ severity: 'error', message }] };
  }
  const made = trialOf(record, at, map) ?? innerTrial(record, at, map);
  if (made === undefined) {
    const named = tallies.count(
      'speechless',
      at,
      'error',
      (count, fields) =>
        `${records(count)} passed over: no field holds what a model said (fields: ${fields.join(', ')}); name one with --map message=FIELD`,
    );
    for (const field of Object.keys(record)) if (named.size < MOST_FIELDS) named.add(field);
    return {};
  }
  tell(made, record, at, rule, tallies);
  return { trial: withRule(made.trial, { ...at.around, ...record }, rule) };
}

/** A record around a record, such as a row with its number. */
function innerTrial(record: JsonObject, at: At, map: FieldMap): MadeTrial | undefined {
  const wrapped = wrappedIn(record);
  if (wrapped === undefined) return undefined;
  const around = { ...at.around, ...without(record, new Set([wrapped.name])) };
  return trialOf(wrapped.inner, { ...at, around }, map);
}

/** Labels of which no outcome was made that are shown at most. */
const MOST_LABELS = 4;

function tell(
  { trial, faults, undecided, isSilent }: MadeTrial,
  record: JsonObject,
  at: At,
  rule: VerdictRule | undefined,
  { count }: Tallies,
): void {
  if (trial.model === 'unknown') {
    count(
      'nameless',
      at,
      'warning',
      (many) =>
        `${records(many)} without a model, shown as "unknown"; name the field with --map model=FIELD, or the model with --map 'model="NAME"'`,
    );
  }
  if (isSilent) {
    const fields = Object.keys(record).slice(0, 12).join(', ');
    count(
      'silent',
      at,
      'warning',
      (many) => `${records(many)} without a word that could be read; kept in meta: ${fields}`,
    );
  }
  for (const [path, fault] of faults) {
    const words: Words = (many) =>
      `${path}: ${fault}; kept in meta${many === 1 ? '' : ` (in ${many} records)`}`;
    count(`${path}: ${fault}`, at, 'warning', words);
  }
  for (const name of leftOutOf(at.around ?? {})) {
    count(`around ${name}`, at, 'notice', () => `${name}: too long to be kept with every record`);
  }
  if (undecided === undefined || rule !== undefined) return;
  const { label = '' } = trial.verdict;
  const seen = count(`label ${undecided}`, at, 'notice', (many, labels) => {
    const more = labels.length > MOST_LABELS ? ' …' : '';
    const shown = labels.slice(0, MOST_LABELS).join(', ');
    const example = /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(labels[0] ?? '')
      ? labels[0]
      : JSON.stringify(labels[0]);
    return `no outcome was made of "${undecided}" in ${records(many)}, whose words are not known (${shown}${more}): --verdict '${undecided} == ${example}' makes one`;
  });
  if (seen.size <= MOST_LABELS) seen.add(label);
}
