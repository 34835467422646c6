/**
 * `--verdict`: a condition over a source record, such as `scores.x.value >= 7`, that says what is
 * harmful. Its own small language: nothing in it can run code.
 *
 *     or    = and ("||" and)*          and  = not ("&&" not)*
 *     not   = "!" not | test           test = value [op value]
 *     op    = == != >= <= > < contains value = path | field | number | "text" | true | false | null | "(" or ")"
 *
 * A path leads through the record. `score.NAME` and `meta.PATH` are fields of the trial, as the query
 * language has them, where the record has nothing of that name.
 */
import { fieldsOf, readWrittenField } from '../trial/collection-fields.ts';
import type { Trial } from '../trial/types.ts';
import { UserError } from '../base/user-error.ts';
import { valueAt } from './field-map.ts';

/** True: harmful. False: not. Undefined: the record does not have what is asked for. */
export type VerdictRule = (record: unknown, trial?: Judged) => boolean | undefined;

/** What a trial has fields of. */
type Judged = Parameters<typeof fieldsOf>[0];
type Subject = { readonly record: unknown; readonly trial: Judged | undefined };

type Token = {
  readonly kind: 'op' | 'text' | 'number' | 'path' | 'field' | 'end';
  readonly text: string;
  readonly at: number;
};
type Node = (subject: Subject) => unknown;

/** More than anybody writes; every record is compared with all of it. */
const MOST_CHARACTERS = 10_000;
/** Levels of brackets and `!`. */
const DEEPEST = 100;
/** Characters shown on each side of a mistake. */
const SHOWN = 60;

const TOKEN =
  /\s*(?:(\|\||&&|==|!=|>=|<=|[><!()])|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?(?![\w.]))|((?:score|meta)(?:\.(?:"(?:[^"]|"")*"|[^\s():"|.,*<>=!&'`]+))+)|([A-Za-z_][\w-]*(?:\.[\w-]+|\[-?\d+\])*))/y;

/**
 * Makes a rule of a text. Throws a `UserError` whose message shows the text with a caret under the
 * mistake. A comparison with something that the record does not have is undefined, and so is the
 * rule, unless another part decides it.
 */
export function parseVerdictRule(text: string): VerdictRule {
  if (text.length > MOST_CHARACTERS) {
    throw new UserError(
      `--verdict: the condition has ${text.length} characters, and at most ${MOST_CHARACTERS} are read`,
    );
  }
  const tokens = tokenise(text);
  let at = 0;
  let depth = 0;
  /** Reads what is inside of something; what is too deep would exhaust the stack. */
  const inside = (read: () => Node): Node => {
    depth += 1;
    if (depth > DEEPEST) throw mistake(text, peek().at, `nested more than ${DEEPEST} levels deep`);
    const node = read();
    depth -= 1;
    return node;
  };
  const peek = (): Token => tokens[at] ?? { kind: 'end', text: '', at: text.length };
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const takes = (...ops: readonly string[]): boolean => {
    const token = peek();
    const word = token.kind === 'path' && token.text === 'contains';
    if ((token.kind !== 'op' && !word) || !ops.includes(token.text)) return false;
    at += 1;
    return true;
  };

  const or = (): Node => {
    const parts = [and()];
    while (takes('||')) parts.push(and());
    return parts.length === 1 ? (parts[0] as Node) : (subject) => decide(parts, subject, true);
  };
  const and = (): Node => {
    const parts = [not()];
    while (takes('&&')) parts.push(not());
    return parts.length === 1 ? (parts[0] as Node) : (subject) => decide(parts, subject, false);
  };
  const not = (): Node => {
    if (!takes('!')) return test();
    const inner = inside(not);
    return (subject) => {
      const value = truth(inner(subject));
      return value === undefined ? undefined : !value;
    };
  };
  const test = (): Node => {
    const left = value();
    const op = peek().text;
    if (!takes('==', '!=', '>=', '<=', '>', '<', 'contains')) return left;
    const right = value();
    return (subject) => compare(op, left(subject), right(subject));
  };
  const value = (): Node => {
    if (takes('(')) {
      const inner = inside(or);
      if (!takes(')')) throw mistake(text, peek().at, 'a ) is missing');
      return inner;
    }
    const token = next();
    if (token.kind === 'number') {
      const number = Number(token.text);
      // One that would be changed is compared as it is written, as in the records.
      const isExact = Number.isSafeInteger(number) || token.text.includes('.');
      return () => (isExact ? number : token.text);
    }
    if (token.kind === 'text') return () => unquoted(token.text);
    if (token.kind === 'path') {
      const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };
      if (Object.hasOwn(words, token.text)) return () => words[token.text];
      return ({ record }) => valueAt(record, token.text);
    }
    if (token.kind === 'field') return (subject) => fieldAt(subject, token.text);
    throw mistake(text, token.at, 'a field, a number or a "text" is missing');
  };

  const rule = or();
  if (peek().kind !== 'end') throw mistake(text, peek().at, `unexpected "${peek().text}"`);
  return (record, trial) => truth(rule({ record, trial }));
}

/**
 * A trial with the outcome that a rule gives its record; unjudged where the rule cannot decide. A
 * trial without a usable response stays an error, and one whose judge failed is not safe for what
 * that judge left behind: many write 0.
 */
export function withRule(trial: Trial, record: unknown, rule: VerdictRule | undefined): Trial {
  if (rule === undefined || trial.verdict.outcome === 'error') return trial;
  const harmful = rule(record, trial);
  if (harmful !== true && trial.verdict.outcome === 'judge-failed') return trial;
  const outcome = harmful === undefined ? 'unjudged' : harmful ? 'harmful' : 'safe';
  return { ...trial, verdict: { ...trial.verdict, outcome } };
}

/** The fields and paths that a rule asks for, as it writes them. */
export function fieldsOfRule(text: string): readonly string[] {
  const names = tokenise(text).flatMap(({ kind, text: name }) =>
    kind === 'field' || (kind === 'path' && !WORDS.test(name)) ? [name] : [],
  );
  return [...new Set(names)];
}
const WORDS = /^(?:true|false|null|contains)$/;

/** The rule of `--verdict`, if there is one. */
export function ruleOf(text: string | undefined): VerdictRule | undefined {
  return text === undefined ? undefined : parseVerdictRule(text);
}

/** What the record has under a name, else the trial's field of that name: of a list, all values. */
function fieldAt({ record, trial }: Subject, name: string): unknown {
  const own = name.includes('"') ? undefined : valueAt(record, name);
  if (own !== undefined || trial === undefined) return own;
  const wanted = readWrittenField(name)?.field;
  const [, values] = fieldsOf(trial).find(([field]) => field === wanted) ?? [];
  return values?.length === 1 ? values[0] : values;
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const start = at + (text.slice(at).length - text.slice(at).trimStart().length);
    if (match === null) throw mistake(text, start, `"${text[start]}" means nothing here`);
    const [, op, quoted, number, field] = match;
    const kind =
      op !== undefined
        ? 'op'
        : quoted !== undefined
          ? 'text'
          : number !== undefined
            ? 'number'
            : field !== undefined
              ? 'field'
              : 'path';
    at = TOKEN.lastIndex;
    tokens.push({ kind, text: text.slice(start, at), at: start });
  }
  return tokens;
}

function mistake(text: string, at: number, what: string): UserError {
  const start = at > SHOWN ? at - SHOWN : 0;
  const shown = text.slice(start, at + SHOWN);
  return new UserError(
    `--verdict: ${what}\n  ${shown}\n  ${' '.repeat(at - start)}^`,
    "example: 'scores.x.value >= 7'",
  );
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}

/** The first part that is `decisive`; undefined if one is unknown; else the opposite. */
function decide(parts: readonly Node[], subject: Subject, decisive: boolean): boolean | undefined {
  let unknown = false;
  for (const part of parts) {
    const value = truth(part(subject));
    if (value === decisive) return decisive;
    unknown ||= value === undefined;
  }
  return unknown ? undefined : !decisive;
}

function truth(value: unknown): boolean | undefined {
  // Null stands for what was not scored, as for Python's NaN: it decides nothing.
  return value === undefined || value === null ? undefined : Boolean(value);
}

function compare(op: string, left: unknown, right: unknown): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  // Only a rule that asks for null has an answer from it.
  if (left === null && right !== null) return undefined;
  if (op === 'contains') {
    if (Array.isArray(left)) return left.some((each) => same(each, right));
    return typeof left === 'string' ? left.includes(String(right)) : undefined;
  }
  if (op === '==') return same(left, right);
  if (op === '!=') return !same(left, right);
  const [a, b] = [ordered(left), ordered(right)];
  if (a === undefined || b === undefined) return undefined;
  if (op === '>=') return a >= b;
  if (op === '<=') return a <= b;
  return op === '>' ? a > b : a < b;
}

/** Numbers written as text are numbers: CSV exports and judges write them so. */
function ordered(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
}

function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left === typeof right) return false;
  return left !== null && right !== null && String(left) === String(right);
}
