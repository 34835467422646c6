/**
 * What a terminal answers to a question of an earlier program (an editor, a prompt, tmux) may arrive
 * while keys are read, over a slow line long after. It is no key: it is read to its end and dropped.
 * Answers in the form of a CSI sequence (cursor position, device attributes) are left to Ink, which
 * knows them from keys; those that begin with OSC, DCS, APC, PM or SOS it would take for typed text.
 */

const ESC = '\u001B';
const PASTE_BEGINS = '\u001B[200~';
const PASTE_ENDS = '\u001B[201~';
/** Escape as a sequence that is whole: unlike a lone ESC it need not be waited on again. */
const ESCAPE_KEY = '\u001B[27u';

/** The beginning of an answer or a paste, or a sequence that may go on in the next read. */
const SPECIAL = /\u001B(?:[\]PX^_]|\[200~|(?:\[[0-?]*[ -/]*)?$)/;
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

export function createAnswerFilter(): AnswerFilter {
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
    waits: () => (held === '' ? undefined : held === ESC ? ESC_MS : SEQUENCE_MS),
    flush: () => {
      const keys = held === ESC ? ESCAPE_KEY : held;
      held = '';
      mode = 'keys';
      return keys;
    },
  };
}

/** Has the stream give nothing but keys to who reads it when it is `readable`, as Ink does. */
export function dropAnswers(stdin: NodeJS.ReadStream): void {
  const filter = createAnswerFilter();
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
