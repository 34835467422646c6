/** Makes a trial of a record that is not quite one, field by field, and says what did not fit. */
import type { Problem, Trial, Turn } from '../../trial/types.ts';
import { isObject, isWord, type JsonObject, word } from '../json/json.ts';
import { bounded, CUT_OFF, isBounded, MOST_LEVELS } from './nesting.ts';
import {
  isString,
  isTurn,
  KNOWN_OUTCOMES,
  mendedFields,
  type Misfits,
  OUTCOME_WORDS,
  TRIAL,
  TURN,
  VERDICT,
} from './shapes.ts';

export type Mended = {
  readonly trial: Trial;
  readonly problems: readonly Pick<Problem, 'severity' | 'message'>[];
};

/** A record as a trial. `fallbackId`: the id of one that has none. */
export function mendedTrial(value: JsonObject, fallbackId: string): Mended {
  const problems: Mended['problems'][number][] = [];
  const faults = new Faults();
  const misfits = new Kept(faults);
  const { id: givenId, turns: givenTurns, verdict: givenVerdict, ...others } = value;
  const fields = mendedFields(others, TRIAL, '', misfits);
  const verdict = mendedVerdict(givenVerdict, misfits);
  const id = idOf(givenId, misfits);
  const model = word(fields['model']) ?? modelFromId(id);
  if (model === undefined) {
    problems.push({ severity: 'warning', message: 'no model; shown as "unknown"' });
  }
  let turns = mendedTurns(givenTurns, misfits, faults);
  if (turns.length === 0) {
    turns = [{ kind: 'note', text: 'This trial has no turns.', error: true }];
    problems.push({ severity: 'error', message: 'a trial without turns; kept as an empty row' });
  }
  const wrong = faults.complaint();
  if (wrong !== undefined) problems.push({ severity: 'warning', message: wrong });
  const trial = {
    ...fields,
    id: id ?? fallbackId,
    model: model ?? 'unknown',
    verdict,
    turns,
    ...misfits.meta(fields['meta']),
  } as Trial;
  return { trial, problems };
}

function idOf(value: unknown, misfits: Misfits): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (isString(value)) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  misfits.fault('id', 'a string', value);
  return undefined;
}

/** The first part of an id such as `grok-3-beta/blackmail_…/017` names the model. */
function modelFromId(id: string | undefined): string | undefined {
  const parts = id?.split('/') ?? [];
  return parts.length >= 3 ? word(parts[0]) : undefined;
}

function mendedVerdict(value: unknown, misfits: Misfits): Trial['verdict'] {
  if (value === undefined || value === null) return { outcome: 'unjudged' };
  const given = isString(value) ? { outcome: value } : value;
  if (!isObject(given)) {
    misfits.fault('verdict', 'an object', value);
    return { outcome: 'unjudged' };
  }
  const { outcome, ...rest } = given;
  const unknown: [string, unknown][] = [];
  const fields = mendedFields(rest, VERDICT, 'verdict.', misfits, (key, each) => {
    unknown.push([key, bounded(each, MOST_LEVELS - 1)]);
  });
  const isKnown = KNOWN_OUTCOMES.has(outcome);
  const isLabel = !isKnown && isWord(outcome) && fields['label'] === undefined;
  if (!isKnown) {
    const done = isLabel ? 'shown as its label' : undefined;
    misfits.fault('verdict.outcome', OUTCOME_WORDS, outcome, done);
  }
  const scores = fields['scores'] as JsonObject | undefined;
  return {
    ...fields,
    outcome: isKnown ? outcome : 'unjudged',
    ...(isLabel && { label: outcome }),
    ...(unknown.length > 0 && { scores: besides(scores, unknown) }),
  } as Trial['verdict'];
}

function mendedTurns(value: unknown, misfits: Misfits, faults: Faults): readonly Turn[] {
  if (Array.isArray(value))
    return value.map((turn, at) => mendedTurn(turn, `turns[${at}]`, faults));
  if (value !== undefined && value !== null) misfits.fault('turns', 'a list', value);
  return [];
}

function mendedTurn(value: unknown, place: string, faults: Faults): Turn {
  if (isTurn(value)) return value;
  if (!isObject(value)) {
    faults.add(place, 'an object', value, 'shown as a note');
    return { kind: 'note', text: isString(value) ? value : jsonOf(value) };
  }
  const misfits = new Kept(faults, `${place}.`);
  const { kind, text, ...rest } = value;
  const fields = mendedFields({ kind, ...rest }, TURN, '', misfits);
  if (kind === undefined || kind === null) misfits.fault('kind', 'a kind of turn', kind, 'a note');
  if (!isString(text)) misfits.fault('text', 'a string', text, 'shown as it is');
  return {
    kind: 'note',
    text: isString(text) ? text : text === undefined || text === null ? '' : jsonOf(text),
    ...fields,
    ...misfits.meta(fields['meta']),
  };
}

function jsonOf(value: unknown): string {
  return JSON.stringify(bounded(value)) ?? '';
}

/** An object with more fields, of which none takes the place of one that is there. */
function besides(
  given: JsonObject | undefined,
  more: Iterable<readonly [string, unknown]>,
): JsonObject {
  const all = new Map(Object.entries(given ?? {}));
  for (const [key, value] of more) {
    let name = key;
    for (let number = 2; all.has(name); number += 1) name = `${key}#${number}`;
    all.set(name, value);
  }
  // Not by assignment: a key may be `__proto__`.
  return Object.fromEntries(all);
}

/** What did not fit in a record: said as one line, however much it is. */
class Faults {
  #first: string | undefined;
  #count = 0;

  add(place: string, expected: string, value: unknown, done = 'kept in meta'): void {
    this.#count += 1;
    this.#first ??= `${place}: expected ${expected}, got ${nameOf(value)}; ${done}`;
  }

  complaint(): string | undefined {
    if (this.#first === undefined || this.#count === 1) return this.#first;
    return `${this.#first}; and ${this.#count - 1} more`;
  }
}

/** Values that become the `meta` of a trial, or of a turn, by their places in it. */
class Kept implements Misfits {
  readonly #faults: Faults;
  readonly #prefix: string;
  readonly #values = new Map<string, unknown>();

  constructor(faults: Faults, prefix = '') {
    this.#faults = faults;
    this.#prefix = prefix;
  }

  readonly fault: Misfits['fault'] = (place, expected, value, done) => {
    this.#faults.add(this.#prefix + place, expected, value, done);
    if (done === undefined && value !== undefined && value !== null) this.#set(place, value);
  };

  readonly keep: Misfits['keep'] = (place, value) => {
    if (!isBounded(value, MOST_LEVELS - 1)) {
      const expected = `at most ${MOST_LEVELS} levels`;
      this.#faults.add(this.#prefix + place, expected, value, CUT_OFF);
    }
    this.#set(place, value);
  };

  /** The field `meta` with these values in it; nothing where there are none. */
  meta(given: unknown): { readonly meta?: JsonObject } {
    if (this.#values.size === 0) return {};
    return { meta: besides(given as JsonObject | undefined, this.#values) };
  }

  #set(place: string, value: unknown): void {
    this.#values.set(place, bounded(value, MOST_LEVELS - 1));
  }
}

function nameOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isString(value)) return value === '' ? 'an empty string' : 'a string';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${String(value)}`;
}
