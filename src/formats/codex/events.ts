/**
 * Events of a Codex rollout. Most repeat what the items say, before or after them: only what nothing else
 * says is told.
 */
import type { Turn } from '../../trial/types.ts';
import { Said } from '../chat/said.ts';
import { type Session, untimed } from '../chat/session.ts';
import { textOf } from '../chat/text.ts';
import { joined } from '../json/joined.ts';
import { isObject, isWord, type JsonObject } from '../json/json.ts';

type Event = {
  readonly payload: JsonObject;
  readonly place: string;
  readonly at: string | undefined;
  /** How many turns there were before it. */
  readonly after: number;
};

/** Events that say what an item says as well: whose words they hold, in which field. */
const SPOKEN: Readonly<Record<string, readonly [string, Turn['kind']]>> = {
  user_message: ['message', 'briefing'],
  agent_message: ['message', 'message'],
  agent_reasoning: ['text', 'reasoning'],
  agent_reasoning_raw_content: ['text', 'reasoning'],
  task_complete: ['last_agent_message', 'message'],
  turn_complete: ['last_agent_message', 'message'],
};
const NOTHING: ReadonlySet<string> = new Set();
const TROUBLE = new Set(['error', 'stream_error', 'warning', 'turn_aborted']);

export class CodexEvents {
  readonly #session: Session;
  readonly #held: Event[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  add(payload: JsonObject, line: JsonObject, place: string, at: string | undefined): void {
    const { type: _, ...around } = untimed(line);
    const whole = joined(payload, Object.entries(around));
    if (TROUBLE.has(String(payload['type']))) {
      const type = String(payload['type']);
      const text = textOf(payload['message'] ?? payload['reason'] ?? payload['error']) || type;
      const known = new Set(['type', 'message', 'reason', 'error']);
      this.#session.note(type, text, { record: whole, known, place, at });
      if (type !== 'warning') this.#session.failed();
      return;
    }
    this.#held.push({ payload: whole, place, at, after: this.#session.turns.length });
  }

  /** Now that all items are known: what they do not say becomes turns, or is kept. */
  end(): void {
    const { turns } = this.#session;
    const texts = new Set(turns.map(({ text }) => text));
    const byRef = Map.groupBy(turns, ({ ref }) => ref);
    const missing: [Event, Turn][] = [];
    for (const event of this.#held) {
      const { payload, at } = event;
      const type = String(payload['type']);
      const [field, kind] = SPOKEN[type] ?? [];
      const words = field === undefined ? undefined : payload[field];
      const isNew = typeof words === 'string' && words.trim() !== '' && !texts.has(words.trim());
      if (isNew && kind !== undefined && !isPart(words, turns, event.after)) {
        texts.add(words.trim());
        const by = kind === 'briefing' ? { by: 'user' } : {};
        missing.push([event, { ...(at !== undefined && { at }), kind, ...by, text: words.trim() }]);
      }
      const { type: _, ...others } = payload;
      const fields = isWord(payload['type']) ? others : payload;
      const said = new Said();
      // What a command gave stands in the result of its call.
      const near = byRef.get(textOf(payload['call_id'])) ?? [];
      said.turns = [...near, ...turns.slice(event.after, event.after + 4)];
      said.add(typeof words === 'string' ? words : '');
      const left = said.rest(fields);
      this.#session.bookkeeping(type, isObject(left) ? left : {}, NOTHING);
    }
    for (const [{ after }, turn] of missing.toReversed()) turns.splice(after, 0, turn);
  }
}

/** Whether words are part of a turn near an event. */
function isPart(words: string, turns: readonly Turn[], after: number): boolean {
  const near = turns.slice(Math.max(0, after - 20), after + 20);
  return near.some(({ text }) => text.includes(words.trim()));
}
