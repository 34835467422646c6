/** Items of OpenAI's Responses interface: messages, reasoning, calls and results, one after another. */
import type { Turn } from '../../trial/types.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import { callTurn, resultTurn } from './calls.ts';
import type { Reading } from './parts.ts';
import { reasoningTurns } from './reasoning.ts';
import { isWords } from './text.ts';

/** Whether a value is an item that says by its type alone what it is. */
export function isItem(value: unknown): value is JsonObject {
  if (!isObject(value) || value['role'] !== undefined) return false;
  const { type } = value;
  return typeof type === 'string' && (type === 'reasoning' || /_call(?:_output)?$/.test(type));
}

/** Whether a list is one of items, of which some may be of kinds that are not known; not of parts. */
export function isItems(list: unknown): list is readonly JsonObject[] {
  if (!Array.isArray(list)) return false;
  const isTyped = (each: unknown): each is JsonObject =>
    isObject(each) && typeof each['type'] === 'string' && !PARTS.has(each['type']);
  return (
    list.every(isTyped) &&
    list.some(
      (each) => each['type'] === 'message' || (isItem(each) && each['type'] !== 'reasoning'),
    )
  );
}

/** What stands in the content of a message, and is no item. */
const PARTS = new Set(
  'text input_text output_text thinking tool_use tool_result refusal'.split(' '),
);

/** Fields of an item that its turns hold. */
export const TAKEN_ITEM = new Set(
  'type summary content text call_id output outputs result results error'.split(' '),
);
/** What a call of a tool that the provider ran says of its outcome. */
const OUTCOMES = ['output', 'outputs', 'results', 'result', 'error'];

/** The turns of an item. A call of a tool that its provider ran holds its result as well. */
export function itemTurns(item: JsonObject, { calls, said }: Reading): Turn[] {
  const type = String(item['type']);
  said.add(type);
  if (type === 'reasoning') return reasoningTurns(item, said);
  if (type.endsWith('_output')) return [resultTurn(item, item['output'], calls, said)];
  const name = isWords(item['name']) ? item['name'] : type.replace(/_call$/, '');
  const outcome = OUTCOMES.filter((key) => item[key] !== undefined && item[key] !== null);
  const call = Object.fromEntries(Object.entries(item).filter(([key]) => !outcome.includes(key)));
  // Files are searched with queries, and code is run, where others have arguments.
  const given = item['arguments'] ?? item['input'] ?? item['action'];
  const turn = callTurn(
    { ...call, name, ...(given === undefined && argumentsOf(item)) },
    calls,
    said,
  );
  if (outcome.length === 0) return [turn];
  const { error, ...others } = Object.fromEntries(outcome.map((key) => [key, item[key]]));
  const [first, ...more] = Object.values(others);
  const ref = turn.ref === undefined ? {} : { tool_call_id: turn.ref };
  return [turn, resultTurn({ ...ref, error }, more.length === 0 ? first : others, calls, said)];
}

function argumentsOf(item: JsonObject): JsonObject {
  const key = ['code', 'queries'].find((each) => item[each] !== undefined && item[each] !== null);
  return key === undefined ? {} : { arguments: { [key]: item[key] } };
}
