/** Content of a message: a text, or parts of many providers' shapes. */
import type { Turn } from '../../trial/types.ts';
import { isObject, type JsonObject, without } from '../json/json.ts';
import { type Call, callTurn, resultTurn, withMeta } from './calls.ts';
import { isMedia, mediaLabel } from './media.ts';
import { reasoningTurns } from './reasoning.ts';
import type { Said } from './said.ts';
import { isWords, jsonOf, textOf } from './text.ts';

/** What reading a message needs: the calls that wait, what its text is, and what was said of it. */
export type Reading = {
  readonly calls: Call[];
  readonly said: Said;
  /** Makes turns of text that stands in the content. */
  readonly speak: (text: string) => Turn[];
};

/** Turns of content that is text, an array of parts, or one part. */
export function contentTurns(content: unknown, reading: Reading): Turn[] {
  if (content === null || content === undefined) return [];
  if (Array.isArray(content)) return content.flatMap((part) => partTurns(part, reading));
  if (isObject(content) && (isWords(content['type']) || isWords(content['text']))) {
    return partTurns(content, reading);
  }
  if (isObject(content) && Array.isArray(content['parts'])) {
    return contentTurns(content['parts'], reading);
  }
  return reading.speak(textOf(content, reading.said));
}

function partTurns(part: unknown, reading: Reading): Turn[] {
  if (!isObject(part)) {
    if (part === null) return [];
    return typeof part === 'string'
      ? reading.speak(textOf(part, reading.said))
      : [{ kind: 'note', text: jsonOf(part) }];
  }
  const { said, speak } = reading;
  const { type } = part;
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return withRest(speak(textOf(part['text'] ?? part['content'], said)), part, reading);
    case 'refusal':
      return withRest(speak(textOf(part['refusal'], said)), part, reading);
    case 'reasoning':
    case 'thinking':
      return withRest(reasoningTurns(part, said), part, reading);
    case 'redacted_thinking':
      return withRest([{ kind: 'reasoning', text: '', withheld: true }], part, reading);
    case undefined:
      return untypedTurns(part, reading);
    default:
      return toolTurns(String(type), part, reading) ?? unknownTurns(part, reading);
  }
}

/** Calls of the model's own tools, of those that its provider ran, and their results. */
function toolTurns(type: string, part: JsonObject, reading: Reading): Turn[] | undefined {
  const { calls, said } = reading;
  if (/tool[-_]?(?:use|call)$|^functionCall$/i.test(type)) return [callTurn(part, calls, said)];
  // A part of a page's state, which holds the call and what it gave.
  if (/^(?:tool-|dynamic-tool$)/.test(type) && isWords(part['toolCallId']) && !RESULT.test(type)) {
    const { output, errorText, ...call } = part;
    const turn = callTurn({ toolName: type.slice(5), ...call }, calls, said);
    if (output === undefined && errorText === undefined) return withRest([turn], part, reading);
    const result = resultTurn(
      { toolCallId: part['toolCallId'], error: errorText },
      output,
      calls,
      said,
    );
    return withRest([turn, result], part, reading);
  }
  if (!RESULT.test(type)) return undefined;
  const output = part['content'] ?? part['result'] ?? part['output'];
  return withRest([resultTurn(part, valueOf(output), calls, said)], part, reading);
}

/** What stands in an output that says of what kind it is: `{"type": "text", "value": …}`. */
function valueOf(output: unknown): unknown {
  return isObject(output) && 'value' in output && isWords(output['type'])
    ? output['value']
    : output;
}

/** Whether content is nothing but results of tools, each with the id of its own call. */
export function isResults(content: unknown): boolean {
  if (!Array.isArray(content) || content.length === 0) return false;
  return content.every(
    (part) =>
      isObject(part) &&
      (RESULT.test(String(part['type'])) ||
        isObject(part['functionResponse']) ||
        isObject(part['toolResult'])),
  );
}

const RESULT = /tool[-_]?result$/i;

/** Parts of Gemini and of Bedrock's Converse say by their fields alone what they are. */
function untypedTurns(part: JsonObject, reading: Reading): Turn[] {
  const { calls, said } = reading;
  const call = part['functionCall'] ?? part['function_call'] ?? part['toolUse'];
  if (isObject(call)) return withRest([callTurn(call, calls, said)], part, reading, call);
  const answer = part['functionResponse'] ?? part['function_response'];
  if (isObject(answer)) {
    const result = responseTurn(answer, calls, said);
    return withRest([result], part, reading, answer);
  }
  const result = part['toolResult'];
  if (isObject(result)) {
    return withRest([converseResult(result, calls, said)], part, reading, result);
  }
  const thoughts = part['reasoningContent'];
  if (isObject(thoughts)) {
    const own = { reasoning: thoughts['reasoningText'], redacted: 'redactedContent' in thoughts };
    return withRest(reasoningTurns(own, said), part, reading);
  }
  const code = part['executableCode'] ?? part['executable_code'];
  if (isObject(code)) {
    const run = { name: 'code_execution', arguments: code };
    return withRest([callTurn(run, calls, said)], part, reading, code);
  }
  const given = part['codeExecutionResult'] ?? part['code_execution_result'];
  if (isObject(given)) {
    const isFailed = isWords(given['outcome']) && !given['outcome'].endsWith('OK');
    const message = isFailed ? { is_error: true } : {};
    const outcome = resultTurn(message, given['output'] ?? given, calls, said);
    return withRest([outcome], part, reading);
  }
  const bytes = part['inlineData'] ?? part['inline_data'];
  if (isObject(bytes)) {
    const turn: Turn = { kind: 'note', text: mediaLabel({ type: 'data', file: bytes }) };
    return withRest([turn], part, reading);
  }
  if (part['thought'] === true) return withRest(reasoningTurns(part, said), part, reading);
  return unknownTurns(part, reading);
}

/** What a tool gave, in Bedrock's shape: `{toolUseId, content: [{text} | {json}], status}`. */
function converseResult(given: JsonObject, calls: Call[], said: Said): Turn {
  const { toolUseId, content, status, ...others } = given;
  const failed = status === 'error' && { is_error: true };
  const turn = resultTurn({ tool_use_id: toolUseId, ...failed }, content, calls, said);
  said.turns = [turn];
  const rest = said.rest({ ...others, ...(status !== 'success' && { status }) });
  return withMeta(turn, isObject(rest) ? rest : {});
}

/** What a function gave, in Gemini's shape: `{id, name, response: {output | error | …}}`. */
function responseTurn(answer: JsonObject, calls: Call[], said: Said): Turn {
  const { response, id, name } = answer;
  const given = isObject(response) && Object.keys(response).length === 1 ? response : undefined;
  const error = given?.['error'];
  const output = given?.['output'] ?? given?.['result'] ?? given?.['content'];
  // Calls without an id are answered by name.
  const waiting = calls.find((call) => (id === undefined ? call.name === name : call.id === id));
  const ref = id ?? waiting?.id;
  const message = {
    ...(ref !== undefined && { tool_call_id: ref }),
    ...(name !== undefined && { name }),
    ...(error !== undefined && { error }),
  };
  const content = error === undefined ? (output ?? response) : undefined;
  const turn = resultTurn(message, content, calls, said);
  const { response: _, ...others } = answer;
  said.turns = [turn];
  const rest = said.rest(others);
  return withMeta(turn, isObject(rest) ? rest : {});
}

/** Images, audio, documents are not shown, but said to be there; of other parts all is shown. */
function unknownTurns(part: JsonObject, reading: Reading): Turn[] {
  const { said, speak } = reading;
  if (isWords(part['text'])) {
    return withRest(speak(textOf(part['text'], said)), part, reading);
  }
  const turn: Turn = { kind: 'note', text: labelOf(part, said) };
  return withRest([turn], part, reading);
}

/** Fields of a part that its turns hold, where they have the right shape. */
const TAKEN_PART = new Set(
  `type text content refusal reasoning thinking summary redacted thought cache_control functionCall
  function_call functionResponse function_response executableCode executable_code
  codeExecutionResult code_execution_result toolUse toolResult reasoningContent inlineData inline_data tool_use_id tool_call_id toolCallId toolName
  tool_name name is_error isError result output error`.split(/\s+/),
);
const TAKEN_MEDIA = new Set([
  ...TAKEN_PART,
  ...'image image_url audio input_audio video document file source data file_data url'.split(' '),
  ...'filename mime_type media_type format'.split(' '),
]);

/** The turns of a part, with what it says besides its text in `meta`: what it cites, for example. */
function withRest(
  given: readonly Turn[],
  part: JsonObject,
  { said }: Reading,
  done?: JsonObject,
): Turn[] {
  said.turns = given;
  const { rest } = said.besides(part, isMedia(part) ? TAKEN_MEDIA : TAKEN_PART);
  const kept = Object.entries(rest).filter(
    ([, value]) =>
      value !== false && value !== done && !(Array.isArray(value) && value.length === 0),
  );
  const [first, ...others] = given;
  if (first !== undefined) return [withMeta(first, Object.fromEntries(kept)), ...others];
  return kept.length === 0 ? [] : [{ kind: 'note', text: labelOf(part, said) }];
}

const NOT_SHOWN = new Set(['type', 'text', 'cache_control']);
/** Of a part that is not known, no more than this is shown; it is kept in `meta`. */
const MOST_OF_PART = 10_000;

/** A part's label; below it the part, where that is not what a terminal cannot show. */
function labelOf(part: JsonObject, said: Said): string {
  const label = mediaLabel(part);
  if (isMedia(part) && part['type'] !== 'data') return label;
  const { type } = part;
  const named = typeof type === 'string' || type === undefined ? {} : { type };
  const shown = type === 'data' ? part['data'] : { ...named, ...without(part, NOT_SHOWN) };
  const text = typeof shown === 'string' ? shown : jsonOf(shown);
  if (text === '{}' || text.length > MOST_OF_PART) return label;
  if (part['text'] === undefined || typeof part['text'] === 'string') said.addWhole(part);
  return `${label}\n${text}`;
}
