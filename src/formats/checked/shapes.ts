/**
 * What each field of a trial has to be, checked by hand: a trial costs little over parsing it. The
 * same tables say how a value that does not fit is mended. `trial/schema.ts` holds the same shapes.
 */
import {
  BELIEFS,
  OUTCOMES,
  TURN_KINDS,
  type Gate,
  type Quote,
  type Trial,
  type Turn,
  type Verdict,
} from '../../trial/types.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import { bounded, CUT_OFF, isBounded, MOST_LEVELS } from './nesting.ts';

/** Where values that do not fit go. Places are paths, such as `verdict.gates[0].quotes`. */
export type Misfits = {
  /** A value is not what was expected. It is kept unless `done` says what became of it. */
  readonly fault: (place: string, expected: string, value: unknown, done?: string) => void;
  /** A value that no reader knows, and that nothing is wrong with. */
  readonly keep: (place: string, value: unknown) => void;
};

type Field = {
  readonly fits: (value: unknown) => boolean;
  readonly expected: string;
  /** The part of a value that can stay; undefined where none can. The rest goes to the misfits. */
  readonly mend?: (value: unknown, place: string, misfits: Misfits) => unknown;
};
export type Shape = ReadonlyMap<string, Field>;

export const isString = (value: unknown): value is string => typeof value === 'string';
export const KNOWN_OUTCOMES: ReadonlySet<unknown> = new Set(OUTCOMES);

/** What an outcome is expected to be. */
export const OUTCOME_WORDS = `one of ${OUTCOMES.join(', ')}`;

const text: Field = { fits: isString, expected: 'a string' };
const filledText: Field = {
  fits: (value) => isString(value) && value !== '',
  expected: 'a string that is not empty',
};
const flag: Field = { fits: (value) => typeof value === 'boolean', expected: 'true or false' };
const turnNumber: Field = {
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  expected: 'a whole number from 1',
};
const numberOrText: Field = {
  fits: (value) => isString(value) || Number.isFinite(value),
  expected: 'a number or a string',
};
/** Values of any kind by name, but not nested without end: walking over them uses the stack. */
const anything: Field = {
  fits: (value) => isObject(value) && isBounded(value),
  expected: 'an object',
  mend: (value, place, misfits) => {
    if (!isObject(value)) return undefined;
    misfits.fault(place, `at most ${MOST_LEVELS} levels`, value, CUT_OFF);
    return bounded(value);
  },
};

function oneOf(values: readonly string[]): Field {
  const known: ReadonlySet<unknown> = new Set(values);
  return { fits: (value) => known.has(value), expected: `one of ${values.join(', ')}` };
}

function listOf(item: Field): Field {
  return {
    fits: (value) => Array.isArray(value) && value.every(item.fits),
    expected: 'a list',
    mend: (value, place, misfits) =>
      Array.isArray(value)
        ? value.flatMap((each: unknown, at) => mended(item, each, `${place}[${at}]`, misfits) ?? [])
        : undefined,
  };
}

function objectOf(shape: Shape, required: readonly string[], name: string): Field {
  return {
    fits: (value) => isObject(value) && has(value, required) && fits(value, shape),
    expected: `${name} with ${required.join(', ')}`,
    mend: (value, place, misfits) => {
      if (!isObject(value)) return undefined;
      if (required.some((key) => shape.get(key)?.fits(value[key]) !== true)) return undefined;
      return mendedFields(value, shape, `${place}.`, misfits);
    },
  };
}

/** A field for every key of a type: a missing one does not compile. */
function shapeOf<T>(fields: Readonly<Record<keyof T & string, Field>>): Shape {
  return new Map<string, Field>(Object.entries(fields));
}

const quotes = listOf(
  objectOf(
    shapeOf<Quote>({ turn: turnNumber, text, note: text, trial: text }),
    ['text'],
    'a quote',
  ),
);
const gates = listOf(
  objectOf(
    shapeOf<Gate>({ name: text, label: text, passed: flag, quotes }),
    ['name', 'label', 'passed'],
    'a gate',
  ),
);

export const VERDICT: Shape = shapeOf<Verdict>({
  outcome: { fits: (value) => KNOWN_OUTCOMES.has(value), expected: OUTCOME_WORDS },
  label: text,
  by: text,
  rationale: text,
  disputed: flag,
  quotes,
  scores: anything,
  gates,
});

export const TURN: Shape = shapeOf<Turn>({
  kind: oneOf(TURN_KINDS),
  text,
  by: text,
  from: text,
  to: text,
  cc: text,
  subject: text,
  at: text,
  attachments: listOf(text),
  name: text,
  ref: text,
  args: anything,
  draft: flag,
  withheld: flag,
  recovered: flag,
  error: flag,
  raw: text,
  meta: anything,
});

export const TRIAL: Shape = shapeOf<Trial>({
  id: filledText,
  model: filledText,
  verdict: { fits: isVerdict, expected: 'an object or an outcome' },
  scenario: text,
  condition: text,
  sample: numberOrText,
  belief: oneOf(BELIEFS),
  instruction: text,
  startedAt: text,
  synthetic: flag,
  tags: listOf(text),
  meta: anything,
  turns: { fits: isTurns, expected: 'a list' },
});

/** True for a trial in every field, with no field besides. */
export function isTrial(value: object): value is Trial {
  return has(value, ['id', 'model', 'verdict', 'turns']) && fits(value, TRIAL);
}

function isTurns(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  for (const turn of value) if (!isTurn(turn)) return false;
  return true;
}

export function isTurn(value: unknown): value is Turn {
  return isObject(value) && has(value, ['kind', 'text']) && fits(value, TURN);
}

function isVerdict(value: unknown): boolean {
  return isObject(value) && has(value, ['outcome']) && fits(value, VERDICT);
}

function has(value: object, required: readonly string[]): boolean {
  for (const key of required) if ((value as JsonObject)[key] === undefined) return false;
  return true;
}

function fits(value: object, shape: Shape): boolean {
  for (const key in value) {
    const each: unknown = (value as JsonObject)[key];
    const field = shape.get(key);
    if (field === undefined || (each !== undefined && !field.fits(each))) return false;
  }
  return true;
}

/** A value that fits, or what can stay of one that does not, or undefined. */
function mended(field: Field, value: unknown, place: string, misfits: Misfits): unknown {
  if (field.fits(value)) return value;
  const rest = field.mend?.(value, place, misfits);
  if (rest === undefined) misfits.fault(place, field.expected, value);
  return rest;
}

/**
 * The fields of an object that fit, or can be mended; nulls are dropped. `prefix` stands before the
 * names of fields in places; `unknown` takes the fields that the shape does not have.
 */
export function mendedFields(
  value: JsonObject,
  shape: Shape,
  prefix: string,
  misfits: Misfits,
  unknown: (key: string, value: unknown) => void = (key, each) => misfits.keep(prefix + key, each),
): Record<string, unknown> {
  const good: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    if (each === null || each === undefined) continue;
    const field = shape.get(key);
    const kept =
      field === undefined ? unknown(key, each) : mended(field, each, prefix + key, misfits);
    if (kept !== undefined) good[key] = kept;
  }
  return good;
}
