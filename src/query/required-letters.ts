/**
 * What every text has that a regular expression matches, as far as an index of words can tell: runs of
 * letters, each of which is a part of one word of the text (`text/words.ts`).
 */
import { fold } from '../text/words.ts';
import { indexWords } from './typed-words.ts';

/** One of these, folded, is in some word of the text. */
export type Clause = readonly string[];

/** Runs that no word ends within: letters of one script, or digits. */
const RUNS = /\p{sc=Latin}+|\p{sc=Cyrillic}+|\p{sc=Han}|[0-9]+/gu;
/** Shorter runs are in too many words; a letter of Chinese is a word. */
const SHORTEST = 3;
const IS_HAN = /\p{sc=Han}/u;
/** What is looked for at the same time: more clauses find hardly fewer texts. */
const MOST_CLAUSES = 4;
/** Brackets within brackets that are looked into. */
const DEEPEST = 50;

type Reader = { readonly source: string; at: number };

/** All of the clauses hold for a text that matches; none: nothing can be required. */
export function requiredLetters(source: string): readonly Clause[] {
  // Between \Q and \E everything stands for itself, which is not worth reading.
  if (source.includes('\\Q')) return [];
  const best = alternatives({ source, at: 0 }, 0).toSorted((a, b) => worth(b) - worth(a));
  return best.slice(0, MOST_CLAUSES);
}

/** The shortest run decides how few texts a clause leaves. */
function worth(clause: Clause): number {
  return Math.min(...clause.map((run) => (IS_HAN.test(run) ? SHORTEST * run.length : run.length)));
}

/** `a|b`: one of the alternatives holds, so of each the best clause is taken. */
function alternatives(reader: Reader, depth: number): readonly Clause[] {
  const all = [sequence(reader, depth)];
  while (reader.source[reader.at] === '|') {
    reader.at += 1;
    all.push(sequence(reader, depth));
  }
  const [only = []] = all;
  if (all.length === 1) return only;
  const best = all.map((clauses) => clauses.toSorted((a, b) => worth(b) - worth(a))[0]);
  return best.every((clause) => clause !== undefined) ? [[...new Set(best.flat())]] : [];
}

/** What stands one after the other, up to a `|` or `)`. */
function sequence(reader: Reader, depth: number): readonly Clause[] {
  const clauses: Clause[] = [];
  let run = '';
  const endRun = (): void => {
    for (const letters of runsOf(run)) clauses.push([letters]);
    run = '';
  };
  while (reader.at < reader.source.length && !/[|)]/.test(reader.source.charAt(reader.at))) {
    const atom = readAtom(reader, depth);
    const isNeeded = readQuantifier(reader);
    if (atom.type === 'letter') {
      if (isNeeded !== 'never') run += atom.letter;
      if (isNeeded !== 'once') endRun();
    } else {
      endRun();
      if (atom.type === 'group' && isNeeded !== 'never') clauses.push(...atom.clauses);
    }
  }
  endRun();
  return clauses;
}

type Atom =
  | { readonly type: 'letter'; readonly letter: string }
  | { readonly type: 'group'; readonly clauses: readonly Clause[] }
  | { readonly type: 'other' };

const ESCAPE =
  /\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|[\dA-Fa-f]{2})|u(?:\{[^}]*\}|[\dA-Fa-f]{4})|[0-7]{1,3}|.)/suy;
const CLASS = /\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]?/suy;
const GROUP = /\((?:\?(?:P?<\w+>|[a-zA-Z]*(?:-[a-zA-Z]+)?[:)]))?/y;

function readAtom(reader: Reader, depth: number): Atom {
  const { source, at } = reader;
  const letter = String.fromCodePoint(source.codePointAt(at) ?? 0);
  switch (letter) {
    case '\\': {
      const escape = take(reader, ESCAPE);
      // An escaped sign stands for itself; an escaped letter for something else.
      return /^\\[^\p{L}\p{N}]$/u.test(escape)
        ? { type: 'letter', letter: escape.slice(1) }
        : { type: 'other' };
    }
    case '[':
      take(reader, CLASS);
      return { type: 'other' };
    case '(': {
      const open = take(reader, GROUP);
      // `(?i)` is a flag and no group.
      if (open.endsWith(')')) return { type: 'other' };
      const clauses = depth < DEEPEST ? alternatives(reader, depth + 1) : skipped(reader);
      reader.at += 1;
      return { type: 'group', clauses };
    }
    case '.':
    case '^':
    case '$':
      reader.at += 1;
      return { type: 'other' };
    default:
      reader.at += letter.length;
      return { type: 'letter', letter };
  }
}

/** The rest is not looked at: nothing of it is required. */
function skipped(reader: Reader): readonly Clause[] {
  reader.at = reader.source.length;
  return [];
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(,\d*)?\})\??/y;

/** How often what comes before has to be there. `more`: what follows may stand elsewhere. */
function readQuantifier(reader: Reader): 'never' | 'once' | 'more' {
  const written = take(reader, QUANTIFIER, '');
  if (written === '') return 'once';
  return /^(?:[*?]|\{0+[,}])/.test(written) ? 'never' : 'more';
}

/** What an expression matches here; at least one letter where no `otherwise` is given. */
function take(reader: Reader, expression: RegExp, otherwise?: string): string {
  expression.lastIndex = reader.at;
  const found = expression.exec(reader.source)?.[0] ?? otherwise ?? reader.source.charAt(reader.at);
  reader.at += found.length;
  return found;
}

/** The runs of a literal text that an index can tell. */
function runsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(RUNS), ([run]) => run).flatMap((run) => {
    const letters = fold(run);
    const isUseful = letters.length >= SHORTEST || IS_HAN.test(run);
    return isUseful && indexWords(run).length === 1 ? [letters] : [];
  });
}
