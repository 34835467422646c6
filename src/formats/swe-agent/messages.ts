/** The chat of a trajectory: its history, with commands as calls and what they gave as results. */
import { isObject, isWord, type JsonObject } from '../json/json.ts';
import { textOf } from '../chat/text.ts';

export type Placed = { readonly message: JsonObject; readonly at: string };

/** The messages of a trajectory, in order; of one without any, those that its steps tell. */
export function messagesOf(value: JsonObject): readonly Placed[] {
  const key = ['history', 'messages'].find((each) => isList(value[each]));
  if (key === undefined) return stepsOf(value['trajectory']);
  let command: string | undefined;
  let number = 0;
  return (value[key] as readonly unknown[]).flatMap((each, index): Placed[] => {
    const at = `${key}[${index}]`;
    if (!isObject(each)) return [{ message: { role: 'note', content: each }, at }];
    const message = withCallId(each);
    const waiting = command;
    command = undefined;
    if (message['role'] === 'assistant') {
      command = commandOf(message);
      if (command === undefined) return [{ message, at }];
      number += 1;
      const call = { id: `command-${number}`, name: 'bash', arguments: { command } };
      const { action, ...others } = message;
      const kept = action === undefined || textOf(action).trim() === command ? others : message;
      return [
        { message: kept, at },
        { message: { role: 'assistant', tool_calls: [call] }, at },
      ];
    }
    const isOutput = waiting !== undefined && message['role'] === 'user' && isObserved(message);
    if (!isOutput) return [{ message, at }];
    return [{ message: { ...message, role: 'tool', tool_call_id: `command-${number}` }, at }];
  });
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/** SWE-agent has the ids of a result's calls in a list. */
function withCallId(message: JsonObject): JsonObject {
  const { tool_call_ids: ids, ...others } = message;
  const [id, ...more] = Array.isArray(ids) ? ids : [];
  const isOne = isWord(id) && more.length === 0 && message['tool_call_id'] === undefined;
  return isOne && message['role'] === 'tool' ? { ...others, tool_call_id: id } : message;
}

const BLOCK = /```(?:bash|sh|mswea_bash_command)\s*\n([\s\S]*?)\n?```/g;

/** The command that a message without calls gives: in a field of its own, or in its one block. */
function commandOf(message: JsonObject): string | undefined {
  const { tool_calls: calls, action, content } = message;
  if (isList(calls)) return undefined;
  if (isWord(action) && action.trim() !== '') return action.trim();
  const blocks = [...textOf(content).matchAll(BLOCK)];
  // More or fewer than one is a mistake of the model's, and nothing is run.
  return blocks.length === 1 ? blocks[0]?.[1]?.trim() : undefined;
}

/** Whether a message is what a command gave. */
function isObserved(message: JsonObject): boolean {
  const type = message['message_type'];
  return (
    type === 'observation' ||
    /^\s*(?:<returncode>|<output>|OBSERVATION:|Observation:)/.test(textOf(message['content']))
  );
}

/** The steps of a trajectory whose history was not kept. */
function stepsOf(steps: unknown): readonly Placed[] {
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((step: unknown, index): Placed[] => {
    const at = `trajectory[${index}]`;
    if (!isObject(step)) return [{ message: { role: 'note', content: step }, at }];
    const { response, thought, action, observation } = step;
    const id = `step-${index + 1}`;
    const call = { id, name: 'bash', arguments: { command: textOf(action).trim() } };
    return [
      { message: { role: 'assistant', content: isWord(response) ? response : thought }, at },
      ...(isWord(action) ? [{ message: { role: 'assistant', tool_calls: [call] }, at }] : []),
      ...(observation === undefined || observation === null
        ? []
        : [{ message: { role: 'tool', tool_call_id: id, content: observation }, at }]),
    ];
  });
}
