/**
 * What a terminal answers to a question of an earlier program (an editor, a prompt, tmux) may arrive
 * while keys are read, over a slow line long after. It is no key: it is read to its end and dropped.
 * Answers in the form of a CSI sequence (cursor position, device attributes) are left to Ink, which
 * knows them from keys; those that begin with OSC, DCS, APC, PM or SOS it would take for typed text.
 */

import type { Message } from '../app/message.ts';

const ESC = '\u001B';
const PASTE_BEGINS = '\u001B[200~';
const PASTE_ENDS = '\u001B[201~';
/** Escape as a sequence that is whole: unlike a lone ESC it need not be waited on again. */
const ESCAPE_KEY = '\u001B[27u';

/** What the mouse did, as terminals report it in SGR form: button, column, row, pressed or let go. */
const MOUSE = /^\u001B\[<(\d+);(\d+);(\d+)([Mm])/;
/** The beginning of such a report: never keys, even where the rest does not come. */
const MOUSE_BEGINS = '\u001B[<';

/** The beginning of an answer or a paste, a report of the mouse, or a sequence that may go on in the next read. */
const SPECIAL = /\u001B(?:[\]PX^_]|\[<\d+;\d+;\d+[Mm]|\[200~|(?:\[[0-?]*[ -/]*)?$)/;
/** What stands first in an answer. Behind Alt and one of these keys stands another key. */
const BODIES: Readonly<Record<string, RegExp>> = {
  ']': /[\dLl]/,
  P: /[\d>!$+=|{]/,
  _: /[ -~]/,
  '^': /[ -~]/,
  X: /[ -~]/,
};
/** Nothing of an answer: its end, or a key. */
const CONTROL = /[\u0000-\u001F\u007F\u009C]/;

/** How long the rest of a sequence is waited for: of a lone ESC, of one that is more. Milliseconds. */
const ESC_MS = 20;
const SEQUENCE_MS = 100;
/** An answer of which nothing more comes is over. Milliseconds. */
const ANSWER_MS = 1000;

type AnswerFilter = {
  /** The keys in what was read at a time (milliseconds). The beginning of a sequence is held back. */
  readonly push: (read: string, now: number) => string;
  /** For how many milliseconds to wait for the rest of what is held back; undefined: nothing is. */
  readonly waits: () => number | undefined;
  /** What was held back: nothing more came. */
  readonly flush: () => string;
};

/** A press of a button or a turn of the wheel. Cells are counted from 0. */
export type Pointed = Extract<Message, { type: 'mouse' }>;

/** `onMouse` is told what the mouse did; nothing of it becomes a key. */
export function createAnswerFilter(onMouse: (pointed: Pointed) => void = () => {}): AnswerFilter {
  let mode: 'keys' | 'paste' | 'answer' = 'keys';
  let held = '';
  /** The end of what was pasted so far, in which the end mark may begin. */
  let tail = '';
  let last = 0;

  /** Each takes its part from the beginning of a text, and gives the keys in it and the rest. */
  const take = {
    answer: (text: string): readonly [keys: string, rest: string] => {
      const at = text.search(CONTROL);
      if (at < 0) return ['', ''];
      const rest = text.slice(at);
      if (rest === ESC) {
        held = ESC;
        return ['', ''];
      }
      mode = 'keys';
      const end = /^(?:\u0007|\u009C|\u001B\\)/.exec(rest)?.[0] ?? '';
      return ['', rest.slice(end.length)];
    },
    paste: (text: string): readonly [keys: string, rest: string] => {
      const at = (tail + text).indexOf(PASTE_ENDS);
      if (at < 0) {
        tail = (tail + text).slice(1 - PASTE_ENDS.length);
        return [text, ''];
      }
      mode = 'keys';
      const end = at + PASTE_ENDS.length - tail.length;
      return [text.slice(0, end), text.slice(end)];
    },
    keys: (text: string): readonly [keys: string, rest: string] => {
      const found = SPECIAL.exec(text);
      if (found === null) return [text, ''];
      const keys = text.slice(0, found.index);
      const [sequence] = found;
      const end = found.index + sequence.length;
      if (MOUSE.test(sequence)) {
        tellPointed(sequence, onMouse);
        return [keys, text.slice(end)];
      }
      if (sequence === PASTE_BEGINS) {
        mode = 'paste';
        tail = '';
        return [keys + sequence, text.slice(end)];
      }
      const body = BODIES[sequence.charAt(1)];
      if (end === text.length) {
        held = sequence;
        return [keys, ''];
      }
      if (body?.test(text.charAt(end)) !== true) return [keys + sequence, text.slice(end)];
      mode = 'answer';
      return [keys, text.slice(end)];
    },
  };

  return {
    push: (read, now) => {
      if (mode === 'answer' && now - last > ANSWER_MS) mode = 'keys';
      last = now;
      let text = held + read;
      let all = '';
      held = '';
      while (text !== '') {
        const [keys, rest] = take[mode](text);
        all += keys;
        text = rest;
      }
      return all;
    },
    waits: () => waitFor(held),
    flush: () => {
      const keys = keysHeld(held);
      held = '';
      mode = 'keys';
      return keys;
    },
  };
}

function waitFor(held: string): number | undefined {
  if (held === '') return undefined;
  if (held.startsWith(MOUSE_BEGINS)) return ANSWER_MS;
  return held === ESC ? ESC_MS : SEQUENCE_MS;
}

/** The keys in the beginning of a sequence whose end does not come. */
function keysHeld(held: string): string {
  if (held.startsWith(MOUSE_BEGINS)) return '';
  return held === ESC ? ESCAPE_KEY : held;
}

/** Bits of a button's number: held with Shift, Alt or Ctrl; moved; and the wheel. */
const MODIFIED = 4 + 8 + 16;
const MOVED = 32;
const WHEEL = 64;

/** Tells what a report says, unless it means nothing here: letting go, moving, other buttons. */
function tellPointed(report: string, onMouse: (pointed: Pointed) => void): void {
  const [, code, column, row, end] = MOUSE.exec(report) ?? [];
  const button = Number(code);
  if (end !== 'M' || (button & (MOVED | MODIFIED)) !== 0) return;
  const did = ({ 0: 'click', [WHEEL]: 'wheel-up', [WHEEL + 1]: 'wheel-down' } as const)[button];
  if (did === undefined) return;
  onMouse({ type: 'mouse', did, column: Number(column) - 1, row: Number(row) - 1 });
}

/** Has the stream give nothing but keys to who reads it when it is `readable`, as Ink does. */
export function dropAnswers(stdin: NodeJS.ReadStream, onMouse?: (pointed: Pointed) => void): void {
  const filter = createAnswerFilter(onMouse);
  const read = stdin.read.bind(stdin);
  let ready = '';
  let timer: NodeJS.Timeout | undefined;

  function next(): string | null {
    let keys = ready;
    ready = '';
    while (keys === '') {
      const chunk: unknown = read();
      if (chunk === null) return null;
      keys = filter.push(String(chunk), performance.now());
    }
    return keys;
  }

  stdin.read = (size?: number) => {
    // Node's own way to have more read.
    if (size === 0) return read(0);
    clearTimeout(timer);
    const keys = next();
    const ms = filter.waits();
    if (ms !== undefined) {
      timer = setTimeout(() => {
        ready = filter.flush();
        stdin.emit('readable');
      }, ms);
    }
    return keys;
  };
}
