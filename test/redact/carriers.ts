/**
 * Forms in which a word can be written so that a person still reads it, the fields of a trial that can
 * carry it, and a way back that shares nothing with the program's own.
 */
import type { Trial, Turn } from '../../src/trial/types.ts';

type Form = (text: string) => string;

const units = (text: string): readonly string[] =>
  Array.from({ length: text.length }, (_, at) => text[at] ?? '');
const hex = (char: string, length: number): string =>
  char.charCodeAt(0).toString(16).padStart(length, '0');
const bytes = (text: string, sign: string): string =>
  [...Buffer.from(text)]
    .map((byte) => sign + byte.toString(16).toUpperCase().padStart(2, '0'))
    .join('');
/** Letters of a Unicode block that has all of A-Z and then a-z. */
const shifted =
  (first: number): Form =>
  (text) =>
    text.replaceAll(/[A-Za-z]/g, (char) => {
      const code = char.charCodeAt(0);
      return String.fromCodePoint(first + (code < 97 ? code - 65 : code - 71));
    });
const between =
  (sign: string): Form =>
  (text) =>
    text.replaceAll(/(?<=[a-z])(?=[a-z])/gi, sign);
/** A break in the middle of every longer word. */
const broken =
  (sign: string): Form =>
  (text) =>
    text.replaceAll(/[a-z]{5,}/gi, (word) => word.slice(0, 3) + sign + word.slice(3));
const once =
  (change: Form): Form =>
  (text) =>
    text.replaceAll(/(?<![a-z])[a-z]/gi, (char) => change(char));

/** Forms of any text. */
export const FORMS: Readonly<Record<string, Form>> = {
  'as it is': (text) => text,
  'upper case': (text) => text.toUpperCase(),
  'lower case': (text) => text.toLowerCase(),
  'full width': (text) =>
    text.replaceAll(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  'mathematical bold': shifted(0x1d400),
  'mathematical sans-serif': shifted(0x1d5a0),
  'mathematical monospace': shifted(0x1d670),
  circled: (text) =>
    text.replaceAll(/[A-Za-z]/g, (char) => {
      const code = char.charCodeAt(0);
      return String.fromCharCode(code < 97 ? 0x24b6 + code - 65 : 0x24d0 + code - 97);
    }),
  'soft hyphens': between('\u00AD'),
  'zero-width spaces': between('\u200B'),
  'word joiners': between('\u2060'),
  'variation selectors': between('\uFE0F'),
  'struck out': between('\u0336'),
  'a hyphen at a line break': broken('-\n'),
  'a hyphen at a line break of a quoted mail': broken('-\r\n> '),
  'a line break between words': (text) => text.replaceAll(' ', '\n'),
  tags: broken('</b><b>'),
  emphasis: broken('**'),
  'terminal codes': broken('\u001B[1m'),
  'quoted-printable': (text) => bytes(text, '='),
  'quoted-printable first letters': once((char) => bytes(char, '=')),
  'quoted-printable soft breaks': broken('=\r\n'),
  percent: (text) => bytes(text, '%'),
  'percent first letters': once((char) => bytes(char, '%')),
  'percent twice': (text) => bytes(text, '%25'),
  'decimal entities': (text) =>
    units(text)
      .map((char) => `&#${char.charCodeAt(0)};`)
      .join(''),
  'hexadecimal entities': (text) =>
    units(text)
      .map((char) => `&#x${hex(char, 2)};`)
      .join(''),
  'entities twice': once((char) => `&amp;#${char.charCodeAt(0)};`),
  'escapes of JSON': (text) =>
    units(text)
      .map((char) => `\\u${hex(char, 4)}`)
      .join(''),
  'escapes of JSON in JSON': once((char) => `\\\\u${hex(char, 4)}`),
  'escapes of JSON in JSON in JSON': once((char) => `\\\\\\\\u${hex(char, 4)}`),
  'escapes of source code': (text) =>
    units(text)
      .map((char) => `\\x${hex(char, 2)}`)
      .join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 for URLs': (text) => Buffer.from(`{"sub":"${text}?~"}`).toString('base64url'),
  'base64 twice': (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64'),
  'base64 of a long text': (text) =>
    (
      Buffer.from(`${'Lines before it. '.repeat(9)}${text}${' Lines after it.'.repeat(9)}`)
        .toString('base64')
        .match(/.{1,76}/g) ?? []
    ).join('\r\n'),
  'base64 of UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  'JSON in base64': (text) =>
    Buffer.from(
      JSON.stringify({
        a: units(text)
          .map((char) => `\\u${hex(char, 4)}`)
          .join(''),
      }),
    ).toString('base64'),
  'an encoded word of mail': (text) => `=?UTF-8?Q?${bytes(text, '=')}?=`,
  'an encoded word of mail in base64': (text) =>
    `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`,
};

/** Where a text can stand around it. */
export const AROUND: Readonly<Record<string, Form>> = {
  alone: (text) => text,
  'in a sentence': (text) => `Please ask ${text} about it.`,
  'in a URL': (text) => `https://host.test/find?who=${text}&page=2`,
  'in JSON': (text) => `{"to": "${text}", "n": 1}`,
  'in a path': (text) => `/srv/files/${text}/notes.txt`,
  'in a header': (text) => `X-Sender: ${text}\r\nX-Other: 1`,
  'in a list': (text) => `- one\n- ${text}\n- two`,
};

const action = (more: Partial<Turn>): Partial<Trial> => ({
  turns: [{ kind: 'action', name: 'send', text: 'x', ...more }],
});

/** The fields of a trial that can hold any text. */
export const FIELDS: Readonly<Record<string, (text: string) => Partial<Trial>>> = {
  text: (text) => action({ text }),
  raw: (raw) => action({ raw }),
  by: (by) => action({ by }),
  name: (name) => action({ name }),
  ref: (ref) => action({ ref }),
  subject: (subject) => action({ subject }),
  attachments: (text) => action({ attachments: [text] }),
  'a value of the arguments': (text) => action({ args: { a: { b: [text] } } }),
  'a name in the arguments': (text) => action({ args: { [text]: 1 } }),
  'meta of a turn': (text) => action({ meta: { a: text } }),
  id: (id) => ({ id }),
  scenario: (scenario) => ({ scenario }),
  condition: (condition) => ({ condition }),
  sample: (sample) => ({ sample }),
  instruction: (instruction) => ({ instruction }),
  tags: (text) => ({ tags: [text] }),
  meta: (text) => ({ meta: { deep: [{ [text]: text }] } }),
  rationale: (rationale) => ({ verdict: { outcome: 'safe', rationale } }),
  label: (label) => ({ verdict: { outcome: 'safe', label } }),
  'by of the verdict': (by) => ({ verdict: { outcome: 'safe', by } }),
  quotes: (text) => ({ verdict: { outcome: 'safe', quotes: [{ text, note: text }] } }),
  scores: (text) => ({ verdict: { outcome: 'safe', scores: { [text]: { why: text } } } }),
  gates: (label) => ({
    verdict: { outcome: 'safe', gates: [{ name: 'code', label, passed: true }] },
  }),
};

/** All that can be read in a text, in any of the forms: for tests alone, and slow. */
export function everythingIn(text: string): string {
  const seen = new Set<string>();
  let last: readonly string[] = [text];
  for (let round = 0; round < 6 && last.length > 0; round += 1) {
    const next = last
      .flatMap((one) => UNDO.map((undo) => undo(one)))
      .filter((one) => !seen.has(one));
    for (const one of [...last, ...next]) seen.add(one);
    last = [...new Set(next)].slice(0, 40);
  }
  return [...seen].join('\n').toLowerCase();
}

const pick =
  (pattern: RegExp, value: (...parts: readonly string[]) => string): Form =>
  (text) =>
    text.replaceAll(pattern, (...found: unknown[]) => value(...found.map(String)));
const code = (text: string, radix: number): string => {
  const number = Number.parseInt(text, radix);
  return number <= 0x10_ffff ? String.fromCodePoint(number) : '';
};
const UNDO: readonly Form[] = [
  (text) =>
    text.normalize('NFKC').replaceAll(/[\p{Cf}\p{Mn}\p{Default_Ignorable_Code_Point}]/gu, ''),
  pick(/-\r?\n(?:> )?|=\r?\n|<\/?b>|\*\*|\u001B\[\d*m/g, () => ''),
  pick(/\\+u([0-9a-f]{4})|\\+x([0-9a-f]{2})/gi, (_, four = '', two = '') =>
    code(four === 'undefined' ? two : four, 16),
  ),
  pick(/&#x([0-9a-f]+);/gi, (_, digits = '') => code(digits, 16)),
  pick(/&#(\d+);/g, (_, digits = '') => code(digits, 10)),
  pick(/&amp;/g, () => '&'),
  pick(/[%=]([0-9a-f]{2})/gi, (_, digits = '') => code(digits, 16)),
  pick(/[\w+/-]{4,}(?:\r?\n[\w+/-]{4,})*={0,2}/g, (run) => {
    const decoded = Buffer.from(run, 'base64');
    return decoded.toString(decoded[1] === 0 ? 'utf16le' : 'utf8');
  }),
];
