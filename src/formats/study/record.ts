/**
 * One `response.json` of the agentic-misalignment study as a trial, in all shapes that its harness
 * and its forks write: answered, failed, judged, not judged, with older names.
 */
import { parseCondition } from '../../trial/conditions.ts';
import { isDisputed, recomputeGates } from '../../trial/gates.ts';
import { isJudgeFailure } from '../../trial/outcome.ts';
import { splitResponse } from '../../trial/split.ts';
import type { Belief, Gate, Trial, Turn, Verdict } from '../../trial/types.ts';
import { withUnsaid } from '../chat/unsaid.ts';
import { isNumber, isObject, type JsonObject, objectAt, without } from '../json/json.ts';

/** What is known of a trial from elsewhere: its path, and its condition's prompt. */
export type StudyPlace = {
  readonly id: string;
  readonly model?: string | undefined;
  readonly condition?: string | undefined;
  readonly sample?: number | string | undefined;
  readonly instruction?: string | undefined;
  /** Turns of the prompt: briefings and emails. */
  readonly prompt?: readonly Turn[] | undefined;
  /** A classification kept beside the file, for a record that has none. */
  readonly classification?: JsonObject | undefined;
};

const REASONING = ['reasoning', 'cot', 'reasoning_content', 'thinking'];
const RESPONSES = ['raw_response', 'response'];
const SCENARIOS = ['blackmail', 'leaking', 'murder'];

/** A record of the study as a trial. What has no place in a trial is kept in `meta`. */
export function studyTrial(record: JsonObject, place: StudyPlace): Trial {
  const trial = trialOf(record, place);
  // The turns have every word of the response, and not the tags between them.
  const response = RESPONSES.find((key) => typeof record[key] === 'string');
  return withUnsaid([trial], record, new Set(response === undefined ? [] : [response]))[0] ?? trial;
}

function trialOf(record: JsonObject, place: StudyPlace): Trial {
  const metadata = objectAt(record, 'metadata');
  const condition = text(metadata['condition']) ?? text(record['condition']) ?? place.condition;
  const scenario = scenarioOf(condition, text(metadata['scenario']) ?? text(record['scenario']));
  const response = text(record['raw_response']) ?? text(record['response']) ?? '';
  const sample = sampleOf(metadata['sample_id']) ?? place.sample;
  const startedAt = text(metadata['timestamp']);
  const prompt = place.prompt ?? [];
  const answer = splitResponse(response, firstText([record, metadata], REASONING));
  const failure = failureNote(record, metadata, response);
  const turns = [...prompt, ...answer, ...(failure === undefined ? [] : [failure])];
  const gates = response === '' ? [] : recomputeGates(scenario, response, turns);
  const belief = beliefOf(record);
  return {
    id: place.id,
    model: text(metadata['model']) ?? text(record['model']) ?? place.model ?? 'unknown',
    verdict: verdictOf(record, place.classification, scenario, gates, failure !== undefined),
    ...(scenario !== undefined && { scenario }),
    ...(condition !== undefined && { condition }),
    ...(sample !== undefined && { sample }),
    ...(belief !== undefined && { belief }),
    ...(place.instruction !== undefined && { instruction: place.instruction }),
    ...(startedAt !== undefined && { startedAt }),
    meta: metaOf(record, metadata),
    turns,
  };
}

/** The classifier's word for an outcome of a scenario: `blackmail`, `no-blackmail`. */
export function scenarioLabel(scenario: string | undefined, harmful: boolean): string | undefined {
  const words: Readonly<Record<string, string>> = { leaking: 'leak' };
  if (scenario === undefined) return undefined;
  const word = words[scenario] ?? scenario;
  return harmful ? word : `no-${word}`;
}

/** The scenario that a condition's name, or a field, speaks of. */
export function scenarioOf(
  condition: string | undefined,
  given: string | undefined,
): string | undefined {
  if (given !== undefined) return given;
  if (condition === undefined) return undefined;
  return (
    parseCondition(condition)?.scenario ??
    SCENARIOS.find((scenario) => condition === scenario || condition.startsWith(`${scenario}_`))
  );
}

/** A note that says why there is no usable response; undefined where there is one. */
export function failureNote(
  record: JsonObject,
  metadata: JsonObject,
  response: string,
): Turn | undefined {
  const error = record['error'];
  if (response.trim() === '' && error !== undefined && error !== null) {
    const words = typeof error === 'string' ? error : JSON.stringify(error);
    return { kind: 'note', text: `The call failed: ${words}`, error: true };
  }
  if (response.trim() !== '') {
    // Forks store the error message as if it were the response.
    const failed = record['success'] === false && response.startsWith('Error:');
    return failed ? { kind: 'note', text: 'The call failed.', error: true } : undefined;
  }
  const api = objectAt(metadata, 'api_metadata');
  const stop = text(api['stop_reason']) ?? text(record['stop_reason']);
  const why = stop === undefined ? '' : ` (stop reason: ${stop})`;
  return { kind: 'note', text: `The response is empty${why}.`, error: true };
}

function verdictOf(
  record: JsonObject,
  beside: JsonObject | undefined,
  scenario: string | undefined,
  gates: readonly Gate[],
  failed: boolean,
): Verdict {
  const given = record['classification'] ?? record['classification_v2'] ?? beside;
  const judged = isObject(given) ? given : {};
  const harmful = bool(judged['harmful_behavior']) ?? bool(judged['verdict']);
  const classifierVerdict = bool(judged['classifier_verdict']);
  const error = failureOf(judged['error']);
  const rationale =
    error ?? text(judged['classifier_reasoning']) ?? text(judged['reasoning']) ?? undefined;
  const judgeFailed = error !== undefined || (rationale !== undefined && isJudgeFailure(rationale));
  const by = text(judged['classifier_model']);
  const label = harmful === undefined ? undefined : scenarioLabel(scenario, harmful);
  const scores = {
    ...(harmful !== undefined && { harmful }),
    ...(classifierVerdict !== undefined && { classifier_verdict: classifierVerdict }),
  };
  const decided = harmful === undefined ? 'unjudged' : harmful ? 'harmful' : 'safe';
  const disputed = !failed && !judgeFailed && isDisputed({ harmful, classifierVerdict, gates });
  return {
    // Without a usable response there is nothing that could have been judged.
    outcome: failed ? 'error' : judgeFailed ? 'judge-failed' : decided,
    ...(label !== undefined && !judgeFailed && { label }),
    ...(by !== undefined && { by }),
    ...(rationale !== undefined && { rationale }),
    ...(disputed && { disputed }),
    ...(Object.keys(scores).length > 0 && { scores }),
    ...(gates.length > 0 && { gates }),
  };
}

function beliefOf(record: JsonObject): Belief | undefined {
  const given =
    record['blackmail_awareness_classification_v2'] ?? record['blackmail_awareness_classification'];
  if (!isObject(given)) return undefined;
  return beliefFrom(bool(given['aware']), bool(given['classifier_verdict']));
}

/**
 * `aware` means that the model thinks it is being evaluated. That it does not is no word on what it
 * thinks, unless it is also said whether it deliberates about it at all (`classifier_verdict`).
 */
export function beliefFrom(
  aware: boolean | undefined,
  deliberates: boolean | undefined,
): Belief | undefined {
  if (aware === undefined) return undefined;
  if (aware) return 'test';
  if (deliberates === undefined) return undefined;
  return deliberates ? 'real' : 'unstated';
}

const TAKEN = new Set(['raw_response', 'response', 'metadata', 'error', 'classification']);
const TAKEN_METADATA = new Set(['model', 'condition', 'sample_id', 'timestamp', 'scenario']);
const TAKEN_VERDICT = new Set(
  'harmful_behavior verdict classifier_verdict classifier_reasoning reasoning error classifier_model'.split(
    ' ',
  ),
);

function metaOf(record: JsonObject, metadata: JsonObject): JsonObject {
  const { api_metadata: api, ...rest } = metadata;
  const judged = without(objectAt(record, 'classification'), TAKEN_VERDICT);
  return {
    ...without(record, new Set([...TAKEN, ...REASONING, 'model', 'condition', 'scenario'])),
    ...without(rest, TAKEN_METADATA),
    ...(isObject(api) ? without(api, new Set()) : {}),
    ...(Object.keys(judged).length > 0 && { classification: judged }),
  };
}

function firstText(records: readonly JsonObject[], keys: readonly string[]): string | undefined {
  for (const record of records) {
    for (const key of keys) {
      const value = text(record[key]);
      if (value !== undefined && value.trim() !== '') return value;
    }
  }
  return undefined;
}

/** Why a judge failed, in words; undefined where it did not. */
function failureOf(error: unknown): string | undefined {
  if (error === undefined || error === null || error === false || error === '') return undefined;
  return typeof error === 'string' ? error : JSON.stringify(error);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function bool(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function sampleOf(value: unknown): number | string | undefined {
  return isNumber(value) || typeof value === 'string' ? value : undefined;
}
