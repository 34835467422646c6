/** Inquest's own JSONL: one trial a line, in the shape of `src/trial/types.ts`. */
import { basename } from 'node:path';

import { trialSchema } from '../trial/schema.ts';
import type { Outcome, Trial, Turn } from '../trial/types.ts';
import type { Format } from './format.ts';
import { isObject, type JsonObject, sniffJson } from './json/json.ts';
import {
  type Check,
  isString,
  isTrial,
  isTurn,
  KNOWN_OUTCOMES,
  TRIAL_FIELDS,
  TURN_FIELDS,
  VERDICT_FIELDS,
} from './native/checks.ts';
import { type At, type Converted, readRecords } from './records.ts';
import { ruleOf, withRule } from './verdict-rule.ts';

/** The native format: JSON lines, or JSON documents that hold one trial or an array of them. */
export const native: Format = {
  name: 'inquest',
  title: 'Inquest trials (JSONL)',
  appends: true,
  detect: (head) => {
    const keys = sniffJson(head)?.keys;
    if (keys === undefined || keys.get('turns') !== '[') return undefined;
    const known = ['id', 'model', 'verdict', 'scenario'].filter((key) => keys.has(key));
    if (known.length === 0) return undefined;
    return { confidence: 0.95, why: `its records have turns and ${known.join(', ')}` };
  },
  read: (file, options) => {
    const rule = ruleOf(options.verdict);
    if (rule === undefined) return readRecords(file, options, nativeTrial);
    return readRecords(file, options, (value, at) => {
      const { trial, problems } = nativeTrial(value, at);
      return { trial: trial && withRule(trial, value, rule), problems };
    });
  },
};

/**
 * A record of the native shape as a trial. A record that is right in every field is the trial; one
 * that is not is mended field by field, and what was mended is said.
 */
function nativeTrial(value: unknown, at: At): Converted {
  if (!isObject(value)) {
    return failed(`not a trial but ${nameOf(value)}; it was passed over`);
  }
  if (isTrial(value)) return { trial: value };
  const kept = TRIAL_FIELDS.keys().some((key) => key !== 'meta' && value[key] != null);
  if (!kept) return failed('no field of a trial is in it; it was passed over');
  return mended(value, at);
}

/** The slow road, for a record with something missing, unknown or wrong in it. */
function mended(value: JsonObject, at: At): Converted {
  const problems: { severity: 'error' | 'warning'; message: string }[] = [];
  const { fields, rest } = sorted(value, TRIAL_FIELDS);
  const id = typeof value['id'] === 'number' ? String(value['id']) : fields['id'];
  delete rest['id'];
  let turns = Array.isArray(value['turns'])
    ? value['turns'].map(mendedTurn)
    : (fields['turns'] as readonly Turn[] | undefined);
  delete rest['turns'];
  const verdict = mendedVerdict(value['verdict']);
  delete rest['verdict'];
  const model = fields['model'] ?? modelFromId(id);
  if (model === undefined) {
    problems.push({ severity: 'warning', message: 'no model; shown as "unknown"' });
  }
  if (turns === undefined || turns.length === 0) {
    turns = [{ kind: 'note', text: 'This trial has no turns.', error: true }];
    problems.push({ severity: 'error', message: 'a trial without turns; kept as an empty row' });
  }
  const wrong = isFaulty(value) ? complaint(value) : undefined;
  if (wrong !== undefined) problems.push({ severity: 'warning', message: wrong });
  const meta = { ...(fields['meta'] as JsonObject | undefined), ...rest };
  const trial = {
    ...fields,
    id: id ?? `${basename(at.file.name)}:${at.number}`,
    model: model ?? 'unknown',
    verdict,
    turns,
    ...(Object.keys(meta).length > 0 && { meta }),
  } as Trial;
  return { trial, problems };
}

/** Fields that are as they should be; and the others, which go to `meta`. Nulls are dropped. */
function sorted(
  value: JsonObject,
  fields: ReadonlyMap<string, Check>,
): { fields: Record<string, unknown>; rest: Record<string, unknown> } {
  const good: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    if (each === null || each === undefined) continue;
    const target = fields.get(key)?.(each) === true ? good : rest;
    // Not by assignment: a key named __proto__ is only a key.
    Object.defineProperty(target, key, {
      value: each,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return { fields: good, rest };
}

function mendedTurn(value: unknown): Turn {
  if (isTurn(value)) return value;
  if (!isObject(value)) {
    return {
      kind: 'note',
      text: typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
    };
  }
  const { fields, rest } = sorted(value, TURN_FIELDS);
  const given = value['text'];
  if (given !== null && given !== undefined && !isString(given)) {
    fields['text'] = JSON.stringify(given);
    delete rest['text'];
  }
  const meta = { ...(fields['meta'] as JsonObject | undefined), ...rest };
  return {
    text: '',
    kind: 'note',
    ...fields,
    ...(Object.keys(meta).length > 0 && { meta }),
  } as Turn;
}

function mendedVerdict(value: unknown): Trial['verdict'] {
  if (typeof value === 'string') {
    return KNOWN_OUTCOMES.has(value)
      ? { outcome: value as Outcome }
      : { outcome: 'unjudged', label: value };
  }
  if (!isObject(value)) return { outcome: 'unjudged' };
  const { fields, rest } = sorted(value, VERDICT_FIELDS);
  const unknown = typeof rest['outcome'] === 'string' ? rest['outcome'] : undefined;
  if (unknown !== undefined && fields['label'] === undefined) {
    fields['label'] = unknown;
    delete rest['outcome'];
  }
  const scores = { ...(fields['scores'] as JsonObject | undefined), ...rest };
  return {
    outcome: 'unjudged',
    ...fields,
    ...(Object.keys(scores).length > 0 && { scores }),
  } as Trial['verdict'];
}

/** True if a known field is wrong, beyond what is mended without a word (nulls, a number as id). */
function isFaulty(value: JsonObject): boolean {
  const turns = Array.isArray(value['turns']) ? value['turns'] : [];
  const verdict = value['verdict'];
  return (
    misfits(value, TRIAL_FIELDS, (key) => key === 'turns' || key === 'verdict' || key === 'id') ||
    (value['turns'] != null && !Array.isArray(value['turns'])) ||
    (verdict != null && !isOutcomeWord(verdict) && !isObject(verdict)) ||
    (isObject(verdict) && (verdict['outcome'] == null || misfits(verdict, VERDICT_FIELDS))) ||
    turns.some(
      (turn) =>
        !isObject(turn) ||
        turn['kind'] == null ||
        turn['text'] == null ||
        misfits(turn, TURN_FIELDS),
    )
  );
}

function misfits(
  value: JsonObject,
  fields: ReadonlyMap<string, Check>,
  except: (key: string) => boolean = () => false,
): boolean {
  return Object.entries(value).some(
    ([key, each]) => each !== null && !except(key) && fields.get(key)?.(each) === false,
  );
}

/** What the schema has against a record, as one line; what was done is said with it. */
function complaint(value: JsonObject): string | undefined {
  const present = Object.fromEntries(
    Object.entries(value).filter(([key, each]) => key !== 'turns' && each !== null),
  );
  const turns = Array.isArray(value['turns']) ? value['turns'] : [];
  const checked = trialSchema.safeParse({
    id: '',
    model: '',
    verdict: { outcome: 'unjudged' },
    ...present,
    ...(typeof value['id'] === 'number' && { id: '' }),
    ...(isOutcomeWord(value['verdict']) && { verdict: { outcome: 'unjudged' } }),
    turns: turns.map(withoutNulls),
  });
  if (checked.success) return undefined;
  const [first] = checked.error.issues;
  if (first === undefined) return undefined;
  const more = checked.error.issues.length - 1;
  const path = first.path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`,
    '',
  );
  const others = more > 0 ? `, and ${more} more` : '';
  const done = first.path[0] === 'turns' ? 'the turn is shown as far as it goes' : 'kept in meta';
  return `${path}: ${first.message}${others}; ${done}`;
}

function isOutcomeWord(value: unknown): boolean {
  return KNOWN_OUTCOMES.has(value);
}

function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
}

/** The first part of an id such as `grok-3-beta/blackmail_…/017` names the model. */
function modelFromId(id: unknown): string | undefined {
  if (typeof id !== 'string') return undefined;
  const parts = id.split('/');
  return parts.length >= 3 && parts[0] !== '' ? parts[0] : undefined;
}

function failed(message: string): Converted {
  return { problems: [{ severity: 'error', message }] };
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return `a ${typeof value}`;
}
