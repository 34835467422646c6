/** What each field of a native record has to be, checked by hand: a line costs little over parsing. */
import { BELIEFS, OUTCOMES, TURN_KINDS, type Trial, type Turn } from '../../trial/types.ts';
import { isObject, type JsonObject } from '../json/json.ts';

export type Check = (value: unknown) => boolean;
export const isString = (value: unknown): value is string => typeof value === 'string';
const isBoolean: Check = (value) => typeof value === 'boolean';
const isStrings: Check = (value) => Array.isArray(value) && value.every(isString);
const isNumberOrString: Check = (value) => isString(value) || typeof value === 'number';

const KINDS: ReadonlySet<unknown> = new Set(TURN_KINDS);
export const KNOWN_OUTCOMES: ReadonlySet<unknown> = new Set(OUTCOMES);
const BELIEF: ReadonlySet<unknown> = new Set(BELIEFS);

export const TRIAL_FIELDS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['id', isString],
  ['model', isString],
  ['verdict', isVerdict],
  ['scenario', isString],
  ['condition', isString],
  ['sample', isNumberOrString],
  ['belief', (value) => BELIEF.has(value)],
  ['instruction', isString],
  ['startedAt', isString],
  ['synthetic', isBoolean],
  ['tags', isStrings],
  ['meta', isObject],
  ['turns', isTurns],
]);

export const TURN_FIELDS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['kind', (value) => KINDS.has(value)],
  ['text', isString],
  ...(['by', 'from', 'to', 'cc', 'subject', 'at', 'name', 'ref', 'raw'] as const).map(
    (key) => [key, isString] as const,
  ),
  ...(['draft', 'withheld', 'recovered', 'error'] as const).map((key) => [key, isBoolean] as const),
  ['attachments', isStrings],
  ['args', isObject],
  ['meta', isObject],
]);

export const VERDICT_FIELDS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['outcome', (value) => KNOWN_OUTCOMES.has(value)],
  ['label', isString],
  ['by', isString],
  ['rationale', isString],
  ['disputed', isBoolean],
  ['quotes', isQuotes],
  ['scores', isObject],
  ['gates', isGates],
]);

/** True for a record that is a trial in every field, with no field besides. */
export function isTrial(value: JsonObject): value is JsonObject & Trial {
  if (value['id'] === undefined || value['model'] === undefined) return false;
  if (value['verdict'] === undefined || value['turns'] === undefined) return false;
  return fits(value, TRIAL_FIELDS);
}

function isTurns(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  for (const turn of value) if (!isTurn(turn)) return false;
  return true;
}

export function isTurn(value: unknown): value is Turn {
  return (
    isObject(value) &&
    value['kind'] !== undefined &&
    value['text'] !== undefined &&
    fits(value, TURN_FIELDS)
  );
}

function isVerdict(value: unknown): boolean {
  return isObject(value) && value['outcome'] !== undefined && fits(value, VERDICT_FIELDS);
}

function isQuotes(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => isObject(each) && isString(each['text']));
}

function isGates(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (each) =>
        isObject(each) &&
        isString(each['name']) &&
        isString(each['label']) &&
        isBoolean(each['passed']),
    )
  );
}

function fits(value: JsonObject, fields: ReadonlyMap<string, Check>): boolean {
  for (const key in value) {
    const check = fields.get(key);
    if (check === undefined || !check(value[key])) return false;
  }
  return true;
}
