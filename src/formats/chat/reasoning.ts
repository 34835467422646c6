/** A model's private reasoning: in fields beside its words, or as parts among them. */
import { hasMarkup, splitResponse } from '../../trial/split.ts';
import type { Turn } from '../../trial/types.ts';
import { REASONING_FIELDS } from '../field-map.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import { withMeta } from './calls.ts';
import { isCiphertext, type Said } from './said.ts';
import { isWords, jsonOf, textOf } from './text.ts';

/** Where libraries keep the fields of a message that they do not know themselves. */
const HOLDERS = ['provider_specific_fields', 'additional_kwargs', 'model_extra'];

/** Fields that in some files repeat words of the visible text, which are not private then. */
const OFTEN_VISIBLE = new Set(['scratchpad', 'thought']);

/** Fields of an object that hold its words, the first one that does. */
const WORDS = 'reasoning thinking text content value description parts steps summary'.split(' ');

/**
 * The reasoning in the fields of a message. The same words under two names are told once. `content`:
 * what the message says to others.
 */
export function fieldReasoning(message: JsonObject, said: Said, content: unknown): Turn[] {
  const told: string[] = [];
  const turns: Turn[] = [];
  const holders = [message, ...HOLDERS.map((key) => message[key]).filter(isObject)];
  const fields = holders.flatMap((holder) =>
    REASONING_FIELDS.map((field) => [field, holder[field]] as const),
  );
  for (const [field, value] of fields) {
    const { words, withheld } = reasoningIn(value, said);
    const visible = OFTEN_VISIBLE.has(field) && words.length > 0 ? textOf(content) : '';
    const text = words
      .filter((each) => !told.some((other) => other.includes(each.trim())))
      .filter((each) => !visible.includes(each.trim()))
      .join('\n\n');
    if (text.trim() !== '') {
      told.push(...words, text);
      // Not spread into the call: a long text may give more turns than a call has room for.
      for (const turn of splitResponse('', text)) turns.push(turn);
    }
    const isTold = turns.some((turn) => turn.withheld === true);
    if (withheld && !isTold) turns.push({ kind: 'reasoning', text: '', withheld: true });
  }
  return turns;
}

type Found = { readonly words: readonly string[]; readonly withheld: boolean };

const NOTHING: Found = { words: [], withheld: false };

/** The words of a text, of parts, or of an object that holds either; whether some were kept back. */
function reasoningIn(value: unknown, said: Said): Found {
  if (typeof value === 'string') {
    said.add(value);
    return isWords(value) ? { words: [value], withheld: false } : NOTHING;
  }
  if (Array.isArray(value)) {
    const found = value.map((each) => reasoningIn(each, said));
    return {
      words: found.flatMap(({ words }) => words),
      withheld: found.some(({ withheld }) => withheld),
    };
  }
  if (!isObject(value)) return NOTHING;
  const found = firstOf(value, said);
  const subject = value['subject'];
  if (found !== undefined && isWords(subject)) {
    said.add(subject);
    return { words: [`${subject}: ${found.words.join('\n\n')}`], withheld: false };
  }
  if (found !== undefined) return found;
  if (isKeptBack(value)) return { words: [], withheld: true };
  said.addWhole(value);
  return Object.keys(value).length === 0 ? NOTHING : { words: [jsonOf(value)], withheld: false };
}

function firstOf(value: JsonObject, said: Said): Found | undefined {
  for (const key of WORDS) {
    const found = reasoningIn(value[key], said);
    if (found.words.length > 0) return found;
  }
  return undefined;
}

/** Whether a piece of reasoning was encrypted, or dropped but for its signature. */
function isKeptBack(value: JsonObject): boolean {
  const isSealed = Object.keys(value).some((key) => isCiphertext(value, key));
  return isSealed || /redacted|encrypted|thinking|reasoning/.test(String(value['type']));
}

/** A part or an item that is reasoning. Redacted, it is ciphertext; empty, it was dropped. */
export function reasoningTurns(part: JsonObject, said: Said): Turn[] {
  const summary = reasoningIn(part['summary'], said).words.join('\n\n');
  const own = part['reasoning'] ?? part['thinking'] ?? part['text'] ?? part['content'];
  if (part['redacted'] === true) {
    // What stands in place of the words is ciphertext.
    if (typeof own === 'string') said.add(own);
    return [{ kind: 'reasoning', text: summary, withheld: true }];
  }
  const words = reasoningIn(own, said).words.join('\n\n');
  const text = words.trim() === '' ? summary : words;
  if (text.trim() === '') return [{ kind: 'reasoning', text, withheld: true }];
  // Actions that are written in reasoning are drafts.
  const turns: Turn[] = hasMarkup(text) ? splitResponse('', text) : [{ kind: 'reasoning', text }];
  const [first, ...others] = turns;
  if (first === undefined) return [{ kind: 'reasoning', text }];
  return [withMeta(first, summary === '' || summary === text ? {} : { summary }), ...others];
}
