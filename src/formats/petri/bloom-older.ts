/** The shape of older Bloom transcripts: numbered events of the evaluator and the target. */
import type { Trial, Turn } from '../../trial/types.ts';
import { chatReader, textOf } from '../chat/chat.ts';
import { isObject, type JsonObject, without } from '../json/json.ts';
import type { Converted } from '../records.ts';

/** Whether a document is of that shape. */
export function isOlderBloom(value: JsonObject): boolean {
  if (!Array.isArray(value['events'])) return false;
  return (
    'target_model_id' in value ||
    value['events'].some((each) => isObject(each) && typeof each['event'] === 'string')
  );
}

/** Its one trial; nobody has judged it. */
export function olderBloom(value: JsonObject, id: string): Converted {
  const turns: Turn[] = [];
  const problems: NonNullable<Converted['problems']>[number][] = [];
  const read = chatReader();
  const prompt = value['target_system_prompt'];
  const add = (message: JsonObject): void => {
    for (const turn of read(message)) turns.push(turn);
  };
  if (typeof prompt === 'string') add({ role: 'system', content: spelled(prompt) });
  for (const [index, event] of (value['events'] as readonly unknown[]).entries()) {
    const message = isObject(event) ? messageOf(event) : undefined;
    if (message !== undefined) add(message);
    else {
      const kind = isObject(event) ? textOf(event['event']) : '';
      turns.push({
        kind: 'note',
        ...(kind !== '' && { name: kind }),
        text: isObject(event) ? textOf(event['content']) : textOf(event),
      });
      problems.push({
        severity: 'warning',
        message: `event ${index + 1}: ${kind === '' ? 'not an event' : `the unknown event "${kind}"`}; kept as a note`,
      });
    }
  }
  const model = value['target_model_id'];
  const trial: Trial = {
    id,
    model: typeof model === 'string' && model !== '' ? model : 'unknown',
    verdict: { outcome: 'unjudged' },
    meta: without(value, new Set(['target_model_id', 'target_system_prompt', 'events'])),
    turns: turns.length > 0 ? turns : [{ kind: 'note', text: 'This transcript has no messages.' }],
  };
  return { trial, problems };
}

/** An event as a chat message; undefined for one of an unknown kind. */
function messageOf(event: JsonObject): JsonObject | undefined {
  const { content } = event;
  const words = typeof content === 'string' ? spelled(content) : content;
  switch (event['event']) {
    case 'evaluator_message':
      return { role: 'user', content: words, thinking: event['thinking'] };
    case 'target_message':
      return {
        role: 'assistant',
        content: words,
        thinking: event['thinking'],
        tool_calls: event['tool_calls'],
      };
    case 'tool':
      return {
        role: 'tool',
        content: words,
        name: event['name'] ?? event['tool_name'],
        tool_call_id: event['tool_call_id'],
      };
    case 'tool_call':
      return {
        role: 'assistant',
        content: null,
        tool_calls: [
          isObject(content)
            ? { name: content['tool_name'], arguments: content['arguments'] }
            : { name: 'tool', arguments: content },
        ],
      };
    case 'tool_response':
      return isObject(content)
        ? {
            role: 'tool',
            name: content['tool_name'],
            content: content['response'] ?? content['result'] ?? content,
          }
        : { role: 'tool', content };
    default:
      return undefined;
  }
}

/** Text whose newlines are written as a backslash and an n; an email's tag begins its line. */
function spelled(text: string): string {
  if (!text.includes('\\n') || text.includes('\n')) return text;
  return text.replaceAll('\\n', '\n').replace(/^[ \t]+(?=<\/?email>)/gm, '');
}
