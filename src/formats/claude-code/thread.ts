/** One conversation of a Claude Code session: its turns, and what its lines say beside them. */
import type { Turn } from '../../trial/types.ts';
import { Ancestry } from '../chat/ancestry.ts';
import { chatReader, textOf, withMeta } from '../chat/chat.ts';
import { Said } from '../chat/said.ts';
import { jsonOf } from '../chat/text.ts';
import { joined } from '../json/joined.ts';
import { isObject, isWord, type JsonObject } from '../json/json.ts';
import type { Converted } from '../records.ts';
import { dated, isShort, nameOf, onlyEnvelope, outputOf, withoutEnvelope } from './lines.ts';

/** What a conversation asks of the session it is of. */
export type Around = {
  readonly id: string | undefined;
  readonly hasLine: (uuid: string) => boolean;
};

/** The session itself, or what a subagent did. */
export class Thread {
  readonly key: string;
  readonly side: boolean;
  readonly turns: Turn[] = [];
  readonly models = new Map<string, number>();
  readonly meta: Record<string, unknown> = {};
  readonly ancestry = new Ancestry();
  readonly #turnsOf = chatReader({ made: true });
  readonly #session: Around;
  /** Answers by their ids: the turn in which what they used is kept. */
  readonly #answers = new Map<string, number>();
  startedAt?: string;

  constructor(key: string, side: boolean, session: Around) {
    this.key = key;
    this.side = side;
    this.#session = session;
  }

  speak(line: JsonObject, type: string): Converted {
    const given = line['message'];
    const message: JsonObject = isObject(given) ? given : { content: given };
    const { content, model } = message;
    if (content === undefined || content === null) {
      this.note(line, jsonOf(withoutEnvelope(line)), true);
      return warning('a message without content; kept as a note');
    }
    const stands = line['isApiErrorMessage'] === true || model === '<synthetic>';
    if (stands) {
      // What Claude Code says where the model said nothing.
      const failed = line['isApiErrorMessage'] === true ? { error: true } : { name: 'synthetic' };
      const turn: Turn = { ...dated(line), kind: 'note', ...failed, text: textOf(content) };
      const beside = this.besides(line, [turn]);
      this.turns.push(withMeta(withMeta(turn, this.#restOf(message, turn)), beside));
      return {};
    }
    if (typeof model === 'string' && model !== '') {
      this.models.set(model, (this.models.get(model) ?? 0) + 1);
    }
    const others = othersOf(message, type);
    const result = line['toolUseResult'];
    const hasResult = result !== undefined && result !== null;
    const turns =
      hasResult && isEmpty(content)
        ? this.#turnsOf({ ...others, role: 'tool', content: outputOf(result) })
        : this.#turnsOf({
            ...others,
            role: type,
            content: hasResult ? withOutput(content, result) : content,
          });
    this.#push(line, message, turns);
    return {};
  }

  #push(line: JsonObject, message: JsonObject, turns: readonly Turn[]): void {
    const start = this.turns.length;
    const meta = this.#metaOf(line, message, turns);
    for (const [index, turn] of turns.entries()) {
      this.turns.push({ ...dated(line), ...(index === 0 ? withMeta(turn, meta) : turn) });
    }
    if (turns.length === 0) {
      const text = 'This message has no text.';
      this.turns.push(withMeta({ ...dated(line), kind: 'note', text }, meta));
    }
    const { id, usage } = message;
    if (!isWord(id)) {
      if (usage !== undefined) this.#addTo(start, { usage });
      return;
    }
    const known = this.#answers.get(id);
    if (known === undefined) {
      this.#answers.set(id, start);
      this.#addTo(start, { messageId: id });
    }
    // The lines of one answer are written while it streams: the last one has the final counts.
    if (usage !== undefined && usage !== null) this.#addTo(known ?? start, { usage });
  }

  #addTo(index: number, fields: JsonObject): void {
    const turn = this.turns[index];
    if (turn !== undefined) this.turns[index] = { ...turn, meta: { ...turn.meta, ...fields } };
  }

  #restOf(message: JsonObject, turn: Turn): JsonObject {
    const said = new Said();
    said.turns = [turn];
    return said.besides(message, new Set(['content', 'role', 'type', 'model'])).rest;
  }

  /** A line as a note; `whole` says that its text is all of it. */
  note(line: JsonObject, text: string, whole = false): void {
    const turn: Turn = { ...dated(line), kind: 'note', name: nameOf(line), text };
    const left = whole ? onlyEnvelope(line) : line;
    this.turns.push(withMeta(turn, this.besides(left, [turn])));
  }

  /** What a line says around its message. */
  besides(line: JsonObject, turns: readonly Turn[]): JsonObject {
    const said = new Said();
    said.turns = turns;
    said.add(this.#session.id ?? '');
    for (const value of Object.values(this.meta)) if (isWord(value)) said.add(value);
    const around = Object.entries(line).filter(
      ([key, value]) => !HELD.has(key) || (!HOLDERS.has(key) && typeof value === 'object'),
    );
    const { rest } = said.besides(Object.fromEntries(around), KNOWN_LINE);
    const { parentUuid, ...others } = rest;
    const isKnown = isWord(parentUuid) && this.#session.hasLine(parentUuid);
    return parentUuid === undefined || isKnown ? others : rest;
  }

  /** What else a line says of its message. */
  #metaOf(line: JsonObject, message: JsonObject, turns: readonly Turn[]): JsonObject {
    const stop = message['stop_reason'];
    const { toolUseResult: result, ...around } = line;
    const said = new Said();
    said.turns = turns;
    const given = isObject(result)
      ? Object.entries(result).filter(
          ([, value]) => isShort(value) || said.rest(value) !== undefined,
        )
      : [];
    const odd = !isObject(result) && said.rest(result) !== undefined;
    const own = joined(stop !== null && stop !== undefined ? { stopReason: stop } : {}, given);
    const whole = joined(own, odd ? [['toolUseResult', result]] : []);
    return joined(whole, Object.entries(this.besides(around, turns)));
  }
}

/** Fields of a message that its turns and their session hold. */
const TAKEN_MESSAGE = new Set(
  'role content type id model stop_reason stop_sequence usage'.split(' '),
);
/** Fields of a line that are looked at by themselves, and those whose text the kind of a turn tells. */
const HOLDERS = new Set(['message', 'attachment']);
const HELD = new Set([...HOLDERS, 'type', 'subtype', 'timestamp', 'isApiErrorMessage']);
const KNOWN_LINE = new Set(
  `type subtype message attachment parentUuid sessionId session_id timestamp isSidechain userType cwd
  version gitBranch slug entrypoint agentId summary content result isApiErrorMessage`.split(/\s+/),
);

/** What a message says besides what is taken of it, and the odd ones of what is taken. */
function othersOf(message: JsonObject, type: string): JsonObject {
  return Object.fromEntries(
    Object.entries(message).flatMap(([key, value]): [string, unknown][] => {
      if (!TAKEN_MESSAGE.has(key)) return [[key, value]];
      const isOdd =
        key !== 'content' && key !== 'usage' && key !== 'stop_reason' && isObjectOrList(value);
      return isOdd || (key === 'role' && value !== type && isWord(value))
        ? [[`${key} (beside)`, value]]
        : [];
    }),
  );
}

function isObjectOrList(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The one result of a line, with the words that stand beside it where it has none itself. */
function withOutput(content: unknown, result: unknown): unknown {
  const [part, ...others] = Array.isArray(content) ? (content as readonly unknown[]) : [];
  if (others.length > 0 || !isObject(part) || part['type'] !== 'tool_result') return content;
  const given = part['content'];
  const isBare = given === undefined || given === null || isEmpty(given);
  return isBare ? [{ ...part, content: outputOf(result) }] : content;
}

function isEmpty(content: unknown): boolean {
  return content === '' || (Array.isArray(content) && content.length === 0);
}

export function warning(message: string): Converted {
  return { problems: [{ severity: 'warning', message }] };
}
