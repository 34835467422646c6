/** A foreign record as a trial. */
import { basename } from 'node:path';

import { recomputeGates } from '../../trial/gates.ts';
import { type Belief, BELIEFS, type Trial, type Turn } from '../../trial/types.ts';
import type { FieldMap } from '../format.ts';
import { isNumber, type JsonObject, objectAt } from '../json/json.ts';
import type { At } from '../records.ts';
import { failureNote, scenarioOf, studyTrial } from '../study/record.ts';
import { innerName, lookup, type Lookup, nameOf } from './lookup.ts';
import { type Said, saidIn } from './said.ts';
import { disputed, judgedIn } from './verdict.ts';

export type MadeTrial = {
  readonly trial: Trial;
  /** What could not be used of the record, by path. It is in the trial's `meta`. */
  readonly faults: ReadonlyMap<string, string>;
  /** The field whose word no outcome was made of. */
  readonly undecided?: string | undefined;
  /** Nothing in it could be shown as a turn. */
  readonly isSilent?: boolean;
};

/** The trial of a record; undefined where it holds nothing that a model said or could have said. */
export function trialOf(
  record: JsonObject,
  { file, number, part, around }: At,
  map: FieldMap,
): MadeTrial | undefined {
  const fields = lookup(record, map, { file, around });
  const { get, rest, faults } = fields;
  const id =
    nameOf(get('id', isName)) ??
    `${basename(file.name)}:${number}${part === undefined ? '' : `.${part}`}`;
  const isStudy = typeof record['raw_response'] === 'string' && isRecord(record['metadata']);
  if (isStudy && Object.keys(map).length === 0) {
    return { trial: studyTrial(record, { id }), faults: new Map() };
  }
  const said = saidIn(record, fields);
  if (said === undefined) return undefined;
  const condition = nameOf(get('condition', isName));
  const scenario = scenarioOf(condition, nameOf(get('scenario', isName)));
  const { turns, failed } = turnsOf(said, record, fields);
  const gates =
    said.response === undefined || failed ? [] : recomputeGates(scenario, said.response, turns);
  const { verdict, undecided } = judgedIn(record, fields, scenario);
  const sample = get('sample', (value) => isNumber(value) || typeof value === 'string');
  const belief = get('belief', isBelief);
  const startedAt = nameOf(get('startedAt', isName));
  const instruction = nameOf(get('instruction', isName));
  const tags = tagsOf(get('tags', isTags));
  const model = modelOf(fields) ?? said.model ?? 'unknown';
  const decided = { ...verdict, ...(gates.length > 0 && { gates }) };
  const meta = {
    ...rest(),
    ...(said.rest !== undefined && { response_details: said.rest }),
    ...(around !== undefined && Object.keys(around).length > 0 && { document: around }),
  };
  const trial: Trial = {
    id,
    model,
    verdict: failed ? { ...decided, outcome: 'error' } : disputed(decided),
    ...(scenario !== undefined && { scenario }),
    ...(condition !== undefined && { condition }),
    ...(sample !== undefined && { sample: sample as string | number }),
    ...(belief !== undefined && { belief: belief as Belief }),
    ...(instruction !== undefined && { instruction }),
    ...(startedAt !== undefined && { startedAt }),
    ...(tags.length > 0 && { tags }),
    ...(Object.keys(meta).length > 0 && { meta }),
    turns,
  };
  return { trial, faults, undecided, isSilent: turns[0] === SILENT };
}

const SILENT: Turn = { kind: 'note', text: 'This record has no text.' };

function turnsOf(
  { turns, response, failure }: Said,
  record: JsonObject,
  { keep }: Lookup,
): { readonly turns: readonly Turn[]; readonly failed: boolean } {
  const note: Turn | undefined =
    failure !== undefined
      ? { kind: 'note', text: `The call failed: ${failure}`, error: true }
      : response === undefined
        ? undefined
        : failureNote(record, objectAt(record, 'metadata'), response);
  const said = turns.some((turn) => turn.kind === 'message' || turn.kind === 'action');
  // A blank response beside a chat that has words is no failure.
  const failed = note !== undefined && (response?.trim() !== '' || !said);
  if (failed) return { turns: [...turns, note], failed };
  if (turns.length > 0) return { turns, failed };
  for (const key of Object.keys(record)) keep(key);
  return { turns: [SILENT], failed };
}

function modelOf({ find, keep }: Lookup): string | undefined {
  const found = find('model', (value) => isName(value) || innerName(value) !== undefined);
  if (found === undefined || isName(found.value)) return nameOf(found?.value);
  keep(found.path);
  return innerName(found.value);
}

function isName(value: unknown): boolean {
  return nameOf(value) !== undefined;
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isBelief(value: unknown): boolean {
  return BELIEFS.some((belief) => belief === value);
}

function isTags(value: unknown): boolean {
  if (typeof value === 'string') return true;
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** A list of words, or words with commas between them. */
function tagsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value as readonly string[];
  if (typeof value !== 'string') return [];
  return value
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
