/** `--map`: which fields of a foreign record are meant, as paths such as `choices[0].text`. */
import { UserError } from '../base/user-error.ts';
import type { FieldMap } from './format.ts';
import { isObject, type JsonObject } from './json/json.ts';

/** Fields that hold a model's private reasoning, of a record and of a message, the plain ones first. */
export const REASONING_FIELDS = [
  'reasoning_content',
  'reasoningContent',
  'reasoning',
  'thinking',
  'reasoning_text',
  'reasoningText',
  'thinking_content',
  'thoughts',
  'reasoning_details',
  'thinking_blocks',
  'cot',
  'chain_of_thought',
  'chainOfThought',
  'reasoning_trace',
  'reasoning_summary',
  'thought_process',
  'internal_monologue',
  'inner_monologue',
  'hidden_reasoning',
  'private_reasoning',
  'scratchpad',
  'thought',
] as const;

/** What a map can name, with the names by which each is recognised without a map, best first. */
export const FIELDS = {
  id: [
    'id',
    'trial_id',
    'episode_id',
    'uuid',
    'sample_uuid',
    'run_id',
    'transcript_id',
    'custom_id',
    'conv_id',
    'conversation_id',
  ],
  model: [
    'model',
    'model_name',
    'model_id',
    'llm',
    'target_model',
    'engine',
    'metadata.model',
    'parameters.model',
    'config.model',
    'info.model',
    'info.agent_info.llm',
    'model_config.model',
    'model_config.model_name',
    'llm_config.model',
    'metadata.model_name',
    'config.model_name',
    'agent.model',
    'request.model',
    'request.body.model',
    'request_body.model',
    'response.model',
    'body.model',
    'modelVersion',
    'provider.id',
  ],
  scenario: ['scenario', 'scenario_name', 'task', 'category', 'metadata.scenario'],
  condition: ['condition', 'condition_id', 'metadata.condition'],
  sample: ['sample', 'sample_id', 'epoch', 'repetition', 'trial', 'metadata.sample_id'],
  belief: ['belief'],
  instruction: ['instruction_variant', 'extra_system_instructions'],
  startedAt: [
    'startedAt',
    'started_at',
    'timestamp',
    'created_at',
    'created',
    'metadata.timestamp',
  ],
  tags: ['tags'],
  system: [
    'system',
    'system_prompt',
    'systemPrompt',
    'system_message',
    'instructions',
    'request.systemInstruction',
    'systemInstruction',
  ],
  prompt: [
    'prompt',
    'input',
    'user_prompt',
    'question',
    'instruction',
    'test_case',
    'request.prompt',
  ],
  messages: [
    'messages',
    'conversation',
    'conversations',
    'history',
    'transcript',
    'dialogue',
    'chat',
    'traj',
    'trajectory',
    'turns',
    'contents',
    'chat_history',
    'message_history',
    'dialog',
    'request.messages',
    'request.contents',
    'request.body.messages',
    'request_body.messages',
    'body.messages',
    'input.messages',
    'modelInput.messages',
    'chat_messages',
  ],
  reasoning: REASONING_FIELDS,
  message: [
    'response',
    'raw_response',
    'completion',
    'output',
    'model_response',
    'model_output',
    'model_answer',
    'generation',
    'generated_text',
    'final_response',
    'final_output',
    'response_text',
    'output_text',
    'assistant_response',
    'target_response',
    'llm_response',
    'llm_output',
    'prediction',
    'predicted_answer',
    'generated_answer',
    'response_body',
    'modelOutput',
    'message',
    'result',
    'choices',
    'candidates',
    'generations',
    'outputs',
    'responses',
    'completions',
    'sampled',
    'filtered_resps',
    'resps',
    // The weakest: often it is the right answer, and not the model's.
    'answer',
  ],
  label: [
    'label',
    'verdict',
    'harmful',
    'harmful_behavior',
    'classification',
    'is_harmful',
    'judgment',
    'judgement',
    'score',
    'reward',
  ],
  by: ['judge', 'judge_model', 'classifier_model', 'grader', 'annotator'],
  rationale: [
    'rationale',
    'explanation',
    'judge_explanation',
    'classifier_reasoning',
    'justification',
    'judge_reasoning',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FieldName = keyof typeof FIELDS;

/** Other words that a map may use for the same things. */
const SYNONYMS: Readonly<Record<string, FieldName>> = {
  response: 'message',
  output: 'message',
  completion: 'message',
  verdict: 'label',
  score: 'label',
  judge: 'by',
  at: 'startedAt',
  timestamp: 'startedAt',
  conversation: 'messages',
};

/**
 * Reads a map: `model=meta.llm,reasoning=cot,message=output`, or a JSON object of the same. In place of
 * a path a value may be a constant in quotes (`model="gpt-4o"`) or a part of the file's own path
 * (`model=@folder`); `records` says where the records of a document are. Throws a `UserError` that
 * names a bad key or an empty path.
 */
export function parseMap(text: string): FieldMap {
  const entries = text.trimStart().startsWith('{') ? entriesOfJson(text) : entriesOfText(text);
  const map: Record<string, string> = {};
  for (const [key, path] of entries) {
    const field = fieldName(key);
    if (field === undefined) {
      throw new UserError(
        `--map: there is no field "${key}" to map`,
        `fields: ${[...Object.keys(FIELDS), RECORDS].join(', ')}`,
      );
    }
    if (typeof path !== 'string' || path.trim() === '') {
      throw new UserError(`--map: no path is given for "${key}"`, 'write it as model=meta.llm');
    }
    map[field] = checkedPath(path.trim());
  }
  if (Object.keys(map).length === 0) {
    throw new UserError('--map: no field is given', 'write it as model=meta.llm,message=output');
  }
  return map;
}

/** A part of the file's path, such as `@folder`, is one that there is. */
function checkedPath(path: string): string {
  if (!path.startsWith('@') || /^@(?:file|folder(?:\.[1-9])?)$/.test(path)) return path;
  throw new UserError(
    `--map: there is no "${path}"`,
    'parts of the path: @file, @folder (the folder it is in), @folder.2 (the one above)',
  );
}

function entriesOfJson(text: string): readonly (readonly [string, unknown])[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError('--map: the file is not valid JSON', '{"model": "meta.llm"}');
  }
  return isObject(value) ? Object.entries(value) : [];
}

function entriesOfText(text: string): readonly (readonly [string, string])[] {
  return (
    text
      // At commas and line breaks that are not in quotes.
      .split(/[,\n](?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .map((each) => each.trim())
      .filter((each) => each !== '')
      .map((each) => {
        const equals = each.indexOf('=');
        if (equals > 0) return [each.slice(0, equals).trim(), each.slice(equals + 1)] as const;
        throw new UserError(`--map: "${each}" is no field=path`, 'write it as model=meta.llm');
      })
  );
}

/** What a map calls the list of records in a document. */
const RECORDS = 'records';

function fieldName(key: string): FieldName | typeof RECORDS | undefined {
  if (key === RECORDS) return RECORDS;
  if (Object.hasOwn(FIELDS, key)) return key as FieldName;
  return Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : undefined;
}

/**
 * The value at a path: names joined by dots, places in arrays as `[n]` (from 0; from the end where
 * negative). A key that is the whole path wins. Only a record's own properties are seen.
 */
export function valueAt(record: unknown, path: string): unknown {
  if (isObject(record)) {
    if (Object.hasOwn(record, path)) return record[path];
    // Most records have none of most names.
    const end = path.search(/[.[]/);
    if (end < 0 || (end > 0 && !Object.hasOwn(record, path.slice(0, end)))) return undefined;
  }
  let value: unknown = record;
  for (const [, name, place] of path.matchAll(/([^.[\]]+)|\[(-?\d+)\]/g)) {
    if (place !== undefined) value = Array.isArray(value) ? value.at(Number(place)) : undefined;
    else value = isObject(value) && Object.hasOwn(value, name ?? '') ? own(value, name) : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

function own(value: JsonObject, name: string | undefined): unknown {
  return name === undefined ? undefined : value[name];
}
