/** Events of OpenHands: actions of the agent and others, and what was observed after them. */
import type { Turn } from '../../trial/types.ts';
import { type Session, timeOf, untimed } from '../chat/session.ts';
import { textOf } from '../chat/text.ts';
import { isObject, isWord, type JsonObject, objectAt } from '../json/json.ts';

/** Whether a value is an event. */
export function isEvent(value: unknown): value is JsonObject {
  return isObject(value) && ('action' in value || 'observation' in value) && !('role' in value);
}

/** Fields around an event; of older files all others are the arguments. */
const EVENT = new Set(
  'id timestamp source message cause action observation args content extras tool_call_metadata llm_metrics timeout success'.split(
    ' ',
  ),
);
/** Fields that the turns hold, or of which what they do not hold is kept. */
const KNOWN = new Set('action observation source cause args content tool_call_metadata'.split(' '));
const RICH = new Set(['tool_call_metadata']);
/** Kinds of what was observed that say no more than that it is the result of its call. */
const OBSERVED = new Set(
  'run run_ipython read write edit browse error success delegate mcp think chat message'.split(' '),
);
const BOOKKEEPING = new Set([
  'recall',
  'change_agent_state',
  'agent_state_changed',
  'null',
  'condensation_request',
]);

export class OpenHandsEvents {
  readonly #session: Session;
  /** The ids by which calls and results are joined, of each event. */
  readonly #refs = new Map<unknown, string>();
  /** Answers of the model whose words were told: each of its calls has all of it. */
  readonly #told = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
  }

  add(value: unknown, place: string): void {
    const session = this.#session;
    if (!isEvent(value))
      return session.unknown('neither an action nor an observation', value, place);
    const at = isWord(value['timestamp']) ? value['timestamp'] : undefined;
    const record = at === undefined ? value : untimed(value);
    const step = { record, place, at: timeOf(at) };
    if (timeOf(at) === undefined && at !== undefined) session.fact('timestamp', at);
    const kind = textOf(value['action'] ?? value['observation']);
    if (BOOKKEEPING.has(kind) && !isWord(value['content'])) {
      return session.bookkeeping(kind, record, KNOWN);
    }
    const isAction = value['action'] !== undefined && value['action'] !== null;
    const from = session.turns.length;
    const messages = isAction ? this.#action(kind, value) : this.#observation(kind, value);
    session.add({ ...step, messages, known: KNOWN, rich: RICH });
    if (kind === 'system') this.#by(from, 'system');
    return undefined;
  }

  /** Puts what was asked first, where no event says it. */
  ask(text: string): void {
    const turn: Turn = { kind: 'briefing', by: 'user', text };
    const at = this.#session.turns.findIndex(({ by }) => by !== 'system');
    this.#session.turns.splice(at < 0 ? this.#session.turns.length : at, 0, turn);
  }

  says(text: string): boolean {
    return this.#session.turns.some((turn) => turn.text.includes(text.trim()));
  }

  #by(from: number, by: string): void {
    const { turns } = this.#session;
    const turn = turns[from];
    if (turn?.kind === 'briefing') turns[from] = { ...turn, by };
  }

  #action(kind: string, event: JsonObject): readonly JsonObject[] {
    const args = argumentsOf(event);
    const { source } = event;
    const words = args['content'] ?? event['content'];
    if (kind === 'system') {
      const { content: _, ...others } = args;
      return [{ role: 'system', content: words ?? event['message'], ...filled(others) }];
    }
    if (
      source !== 'agent' &&
      (kind === 'message' || source === 'user' || source === 'environment')
    ) {
      const { content: _, ...others } = args;
      const named = kind === 'message' ? others : { ...others, action: kind };
      return [{ role: 'user', content: words ?? event['message'], ...filled(named) }];
    }
    const answer = this.#answer(event);
    if (kind === 'message' || kind === 'finish' || kind === 'reject')
      return saying(args, event, answer);
    if (kind === 'think') {
      const { thought, ...others } = args;
      return [...answer, { role: 'assistant', reasoning: thought, ...filled(others) }];
    }
    if (kind === 'condensation' || kind === 'condense')
      return [{ ...filled(args), role: kind, content: args['summary'] }];
    const { thought, ...others } = args;
    const id = this.#ref(event);
    const said = answer.length > 0 ? [] : [{ role: 'assistant', content: thought }];
    // What the model said is its own; the thought is that again, or a part of it.
    const left = answer.length > 0 && !isSaid(thought, answer) ? filled({ thought }) : {};
    const call = { id, name: kind, arguments: others };
    return [...answer, ...said, { role: 'assistant', tool_calls: [call], ...left }];
  }

  #observation(kind: string, event: JsonObject): readonly JsonObject[] {
    const { content, cause } = event;
    const extras = objectAt(event, 'extras');
    const ref =
      this.#refs.get(cause) ?? textOf(objectAt(event, 'tool_call_metadata')['tool_call_id']);
    // It goes with no call: the agent had not asked for it.
    const isAlone = kind === 'recall' || kind === 'agent_state_changed' || kind === 'user_rejected';
    if (isAlone) return [{ role: kind, content }];
    const failed = kind === 'error' || extras['error'] === true || event['error'] === true;
    return [
      {
        role: 'tool',
        content,
        ...(!OBSERVED.has(kind) && { observation: kind }),
        ...(ref !== '' && { tool_call_id: ref }),
        ...(failed && { is_error: true }),
      },
    ];
  }

  /** The id by which a result is joined to its call: the model's own, or that of the event. */
  #ref(event: JsonObject): string | undefined {
    const own = objectAt(event, 'tool_call_metadata')['tool_call_id'];
    const { id } = event;
    const ref = isWord(own) ? own : typeof id === 'number' || isWord(id) ? String(id) : undefined;
    if (ref !== undefined && id !== undefined) this.#refs.set(id, ref);
    return ref;
  }

  /** What the model itself answered, once for all calls of it. */
  #answer(event: JsonObject): readonly JsonObject[] {
    const response = objectAt(objectAt(event, 'tool_call_metadata'), 'model_response');
    const { choices, id, model } = response;
    const [choice] = Array.isArray(choices) ? choices : [];
    const message = isObject(choice) ? choice['message'] : undefined;
    if (!isObject(message)) return [];
    const key = isWord(id) ? id : JSON.stringify(message);
    if (this.#told.has(key)) return [{ role: 'assistant', content: '' }];
    this.#told.add(key);
    this.#session.answered(model);
    const { tool_calls: _, function_call: __, ...words } = message;
    return [{ ...words, role: 'assistant' }];
  }
}

/** What an agent says to the person: its words, and what else the action holds. */
function saying(
  args: JsonObject,
  event: JsonObject,
  answer: readonly JsonObject[],
): readonly JsonObject[] {
  const key = ['content', 'final_thought', 'message', 'thought'].find((each) => isWord(args[each]));
  const words = key === undefined ? (event['content'] ?? event['message']) : args[key];
  const others = Object.fromEntries(Object.entries(args).filter(([name]) => name !== key));
  const thought = key === 'thought' ? undefined : others['thought'];
  if (isWord(thought) && answer.length === 0) {
    const { thought: _, ...rest } = others;
    return [
      { role: 'assistant', content: thought },
      { role: 'assistant', content: words, ...filled(rest) },
    ];
  }
  if (isSaid(words, answer))
    return [...answer, { role: 'assistant', content: '', ...filled(others) }];
  return [...answer, { role: 'assistant', content: words, ...filled(others) }];
}

function isSaid(words: unknown, answer: readonly JsonObject[]): boolean {
  if (!isWord(words) || words.trim() === '')
    return words === undefined || words === null || words === '';
  return answer.some(({ content }) => textOf(content).includes(words.trim()));
}

/** Arguments that say something. Those that a message has under the same name get another. */
function filled(args: JsonObject): JsonObject {
  const left = Object.entries(args).filter(
    ([, value]) =>
      value !== null && value !== '' && !(isObject(value) && Object.keys(value).length === 0),
  );
  return left.length === 0 ? {} : { args: Object.fromEntries(left) };
}

/** The arguments; older files have them beside the action. */
function argumentsOf(event: JsonObject): JsonObject {
  const { args } = event;
  if (isObject(args)) return args;
  return Object.fromEntries(Object.entries(event).filter(([key]) => !EVENT.has(key)));
}
