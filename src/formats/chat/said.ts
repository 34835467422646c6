/** Which strings of a message its turns say, so that the others can be kept beside them. */
import type { Turn } from '../../trial/types.ts';
import { isObject, type JsonObject } from '../json/json.ts';

/** Kinds of parts and items that the turns made of them stand for. */
const KNOWN_TYPES = new Set(
  `text input_text output_text summary_text reasoning_text thinking redacted_thinking reasoning
  reasoning.text reasoning.summary reasoning.encrypted refusal message function ephemeral tool_use
  tool_result server_tool_use mcp_tool_use mcp_tool_result local_shell_call web_search_call function_call function_call_output
  custom_tool_call custom_tool_call_output tool_call toolCall tool-call tool-result functionCall
  web_search_result web_search_tool_result image image_url input_image audio input_audio video
  document file input_file base64 url`.split(/\s+/),
);
const SIGNED = ['thinking', 'thought', 'reasoning', 'functionCall', 'thoughtSignature'];

/**
 * Whether a field holds what cannot be read: ciphertext of a provider, or the bytes of an image. It is
 * never shown, and not kept.
 */
export function isCiphertext(holder: JsonObject, key: string): boolean {
  const value = holder[key];
  if (typeof value !== 'string') return false;
  if (/^encrypted|^thought_?signature$|^thinking_?signature$|^redactedContent$/i.test(key))
    return true;
  const type = typeof holder['type'] === 'string' ? holder['type'] : '';
  if (key === 'data' || key === 'file_data') {
    return /redacted|encrypted|base64/.test(type) || TYPED.some((name) => name in holder);
  }
  if (key !== 'signature') return false;
  return /thinking|reasoning/.test(type) || SIGNED.some((name) => name in holder);
}

/** Names beside bytes that say what they are. */
const TYPED = ['media_type', 'mime_type', 'mimeType', 'format', 'filename'];

/** A long string without words in it, such as an image. */
function isOpaque(text: string): boolean {
  const start = text.slice(0, 1000);
  return /^data:[\w.+-]+\/[\w.+-]+[;,]|^[\w+/=-]{500}/.test(start);
}

/** Levels that are looked into: what is deeper is kept whole. */
const MOST_LEVELS = 100;
/** Characters looked through for strings that are only parts of a turn's: time must not explode. */
const MOST_SEARCHED = 20_000_000;

/** True or false: what they mean for the turn is in the turn. */
const FLAGS = new Set(['is_error', 'isError', 'error', 'redacted', 'thought', 'thinking']);

/** Whether a field says what the turn that was made says by its kind. */
function isUsual(key: string, value: unknown): boolean {
  if (key === 'type') return KNOWN_TYPES.has(String(value));
  return key === 'status' && (value === 'success' || value === 'completed');
}

export type Besides = { readonly rest: JsonObject; readonly odd: readonly string[] };

/** What was made into turns. Turns say a string where it was added, or is part of one of theirs. */
export class Said {
  readonly #texts = new Set<string>();
  readonly #whole = new Set<object>();
  #turns: readonly Turn[] = [];
  #strings: ReadonlySet<string> | undefined;
  #all = '';
  #searched = 0;

  /** A text that became turns, whatever markup was taken out of it. */
  add(text: string): void {
    this.#texts.add(text);
  }

  /** A value that a turn holds as it is, or shows as JSON. */
  addWhole(value: object): void {
    this.#whole.add(value);
  }

  /** The turns that were made. */
  set turns(turns: readonly Turn[]) {
    this.#turns = turns;
    this.#strings = undefined;
  }

  /** The strings of a value that the turns do not say, in its own shape; undefined where none is. */
  rest(value: unknown, levels = MOST_LEVELS): unknown {
    if (typeof value === 'string') return this.#has(value) ? undefined : value;
    if (typeof value !== 'object' || value === null || this.#whole.has(value)) return undefined;
    if (levels === 0) return value;
    if (Array.isArray(value)) {
      const left = value.flatMap((each) => this.rest(each, levels - 1) ?? []);
      return left.length === 0 ? undefined : left;
    }
    return isObject(value) ? this.#restOfObject(value, levels) : undefined;
  }

  /**
   * Fields of a record that the turns do not say: of the known ones what is not said of them, the others
   * whole. `odd` are the known ones of which something is left.
   */
  besides(record: JsonObject, known: ReadonlySet<string>): Besides {
    const odd: string[] = [];
    if (this.#whole.has(record)) return { rest: {}, odd };
    const rest = Object.entries(record).flatMap(([key, value]): [string, unknown][] => {
      if (value === null || value === undefined || isCiphertext(record, key)) return [];
      if (isUsual(key, value) && (key === 'type' || known.has(key))) return [];
      if (!known.has(key)) return [[key, value]];
      if (typeof value === 'boolean' || typeof value === 'number') {
        return FLAGS.has(key) || this.#has(String(value)) ? [] : [[key, value]];
      }
      const left = this.rest(value);
      if (left === undefined) return [];
      odd.push(key);
      return [[key, left]];
    });
    return { rest: Object.fromEntries(rest), odd };
  }

  #restOfObject(value: JsonObject, levels: number): JsonObject | undefined {
    const left = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
      if (isCiphertext(value, key)) return [];
      if (isUsual(key, each)) return [];
      const rest = this.rest(each, levels - 1);
      return rest === undefined ? [] : [[key, rest]];
    });
    return left.length === 0 ? undefined : Object.fromEntries(left);
  }

  #has(text: string): boolean {
    if (text.trim() === '' || this.#texts.has(text)) return true;
    if (this.#strings === undefined) {
      this.#strings = new Set(stringsOf(this.#turns));
      this.#all = [...this.#strings].join('\n');
    }
    if (this.#strings.has(text) || isOpaque(text)) return true;
    this.#searched += this.#all.length;
    return this.#searched <= MOST_SEARCHED && this.#all.includes(text.trim());
  }
}

/** The strings of a value, however deep. */
function stringsOf(value: unknown): string[] {
  const found: string[] = [];
  const left: unknown[] = [value];
  while (left.length > 0) {
    const each = left.pop();
    if (typeof each === 'string') found.push(each);
    else if (typeof each === 'object' && each !== null) {
      for (const inner of Object.values(each)) left.push(inner);
    }
  }
  return found;
}
