/** The lines of Gemini CLI's `--output-format stream-json`. */
import { Session, timeOf, untimed } from '../chat/session.ts';
import { textOf } from '../chat/text.ts';
import { joined } from '../json/joined.ts';
import { isObject, isWord, type JsonObject } from '../json/json.ts';

/** Whether a line begins such a stream. */
export function isStreamStart(line: JsonObject): boolean {
  return line['type'] === 'init' && 'session_id' in line && !('subtype' in line);
}

const LINE = new Set(['type']);
const MESSAGE = new Set(['type', 'role', 'content', 'delta']);
const CALL = new Set('type tool_name tool_id parameters'.split(' '));
const RESULT = new Set('type tool_id status output error'.split(' '));

export class GeminiStream {
  readonly session = new Session();
  #model: unknown;
  /** Pieces of one message that are still coming. */
  #open:
    | { role: unknown; content: string; record: JsonObject; place: string; at?: string }
    | undefined;

  add(value: unknown, place: string): void {
    const { session } = this;
    if (!isObject(value)) return session.unknown('not a line of a stream', value, place);
    const at = timeOf(value['timestamp'] ?? value['ts']);
    const record = untimed(untimed(value), 'ts');
    const step = { record, place, at };
    if (value['type'] !== 'message') this.#close();
    switch (value['type']) {
      case 'init': {
        const { type: _, session_id: id, model, ...facts } = record;
        if (isWord(id)) session.id ??= id;
        if (at !== undefined) session.startedAt ??= at;
        this.#model = model;
        session.named(model);
        return session.facts({ ...facts, session_id: id, ...(!isWord(model) && { model }) });
      }
      case 'message':
        return this.#message(record, place, at);
      case 'tool_use': {
        session.answered(this.#model);
        const { tool_name: name, tool_id: id, parameters: args } = record;
        const messages = [{ role: 'model', tool_calls: [{ name, id, arguments: args }] }];
        session.add({ ...step, messages, known: CALL });
        return undefined;
      }
      case 'tool_result': {
        const { tool_id: id, status, output: content, error } = record;
        const failed = status !== undefined && status !== 'success';
        const rest = failed && status !== 'error' ? { status } : {};
        const message = {
          ...rest,
          role: 'tool',
          tool_call_id: id,
          content,
          error,
          is_error: failed,
        };
        // That it failed is in the turn.
        const { status: told, ...others } = record;
        const left = told === 'error' ? others : record;
        session.add({ ...step, record: left, messages: [message], known: RESULT });
        return undefined;
      }
      case 'error':
        session.note('error', textOf(record['message'] ?? record['error']), {
          ...step,
          known: new Set(['type', 'message', 'error']),
        });
        session.failed();
        return undefined;
      case 'result':
        return this.#result(record, place, at);
      default:
        return this.#other(record, place, at);
    }
  }

  end(): void {
    this.#close();
  }

  /** Pieces (`delta`) of one message follow one another. */
  #message(record: JsonObject, place: string, at: string | undefined): void {
    const { role, content, delta } = record;
    const open = this.#open;
    if (delta === true && typeof content === 'string') {
      if (open !== undefined && open.role === role) {
        open.content += content;
        const { content: _, ...others } = record;
        open.record = joined(open.record, Object.entries(others));
        return;
      }
      this.#close();
      this.#open = { role, content, record, place, ...(at !== undefined && { at }) };
      return;
    }
    this.#close();
    this.#speak(role, content, { record, place, at });
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open !== undefined)
      this.#speak(open.role, open.content, {
        ...open,
        record: { ...open.record, content: open.content },
      });
  }

  #speak(
    role: unknown,
    content: unknown,
    step: { readonly record: JsonObject; readonly place: string; readonly at?: string | undefined },
  ): void {
    const { session } = this;
    if (role !== 'user') session.answered(this.#model);
    session.add({ ...step, messages: [{ role: role ?? 'model', content }], known: MESSAGE });
  }

  /** How it ended: its figures are the session's; what went wrong is told. */
  #result(record: JsonObject, place: string, at: string | undefined): void {
    const { session } = this;
    const { error, type: _, ...others } = record;
    if (error !== undefined && error !== null) {
      const text = isObject(error) ? textOf(error['message'] ?? error) : textOf(error);
      session.note('result', text, { record: { error }, known: new Set(['error']), place, at });
      session.failed();
    }
    session.fact('result', others);
  }

  /** A line that a harness put in, such as the prompt. */
  #other(record: JsonObject, place: string, at: string | undefined): void {
    const key = ['prompt', 'instruction', 'task'].find((each) => isWord(record[each]));
    if (key === undefined) {
      return this.session.unknown(
        `a line of the unknown type "${textOf(record['type'])}"`,
        record,
        place,
        at,
      );
    }
    const messages = [{ role: 'user', content: record[key] }];
    this.session.add({ messages, record, known: new Set([...LINE, key]), place, at });
    return undefined;
  }
}
