/** Holds that pure folders are: the same call gives the same answer, on every machine and at any time. */
import { Visitor } from 'rolldown/utils';
import { describe, expect, it } from 'vitest';
import { allImports, folderOf, parsed, SOURCES, sourceText } from '../../scripts/imports.ts';

/** They know no clock, no chance, no environment, no input or output. */
const PURE = [
  'trial',
  'text',
  'query',
  'stats',
  'redact',
  'audit',
  'claims',
  'concordance',
  'doubts',
  'app',
];
/** Of Node, redaction and audits use what only computes: hashes and decoding. */
const COMPUTES = { folders: ['redact', 'audit'], names: ['node:crypto', 'Buffer'] };

const OUTSIDE = new Set(
  `process globalThis global performance crypto navigator console Buffer require fetch WebSocket
   Worker setTimeout setInterval setImmediate queueMicrotask localStorage`.split(/\s+/),
);
/** The parts of these that are impure; only by the names of their parts are they used at all. */
const PARTLY: ReadonlyMap<string, string> = new Map([
  ['Date', 'now'],
  ['Math', 'random'],
]);
/** Methods that look at the time zone of the machine. */
const METHODS =
  /^(?:getTimezoneOffset|(?:get|set)(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds))$/;
/** These take a language; without one, the machine's. */
const LOCAL = /^(?:localeCompare|toLocale\w*)$/;

/** What in a text depends on more than its arguments. */
function impure(text: string): readonly string[] {
  const found: string[] = [];
  // Names of properties are no names of globals.
  const known = new Set<number>();
  new Visitor({
    MemberExpression: ({ object, property, computed }) => {
      if (!computed) known.add(property.start);
      const name = property.type === 'Identifier' ? property.name : undefined;
      if (name !== undefined && METHODS.test(name)) found.push(name);
      if (object.type !== 'Identifier' || computed || !PARTLY.has(object.name)) return;
      if (name !== PARTLY.get(object.name)) known.add(object.start);
    },
    Property: ({ key, computed, shorthand }) => {
      if (!computed && !shorthand) known.add(key.start);
    },
    TSPropertySignature: ({ key }) => known.add(key.start),
    TSTypeReference: ({ typeName }) => known.add(typeName.start),
    CallExpression: ({ callee, arguments: given }) => {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      const { name } = callee.property;
      const place = name === 'localeCompare' ? 1 : 0;
      if (LOCAL.test(name) && given[place] === undefined) found.push(name);
    },
    NewExpression: ({ callee, arguments: given }) => {
      if (given.length > 0) known.add(callee.start);
      const isIntl =
        callee.type === 'MemberExpression' &&
        callee.object.type === 'Identifier' &&
        callee.object.name === 'Intl';
      if (isIntl && given.length === 0) found.push('Intl');
    },
    BinaryExpression: ({ operator, right }) => {
      if (operator === 'instanceof') known.add(right.start);
    },
    Identifier: ({ name, start }) => {
      if ((OUTSIDE.has(name) || PARTLY.has(name)) && !known.has(start)) found.push(name);
    },
  }).visit(parsed('text.tsx', text));
  return found;
}

const pure = SOURCES.filter((file) => PURE.includes(folderOf(file)));
const imports = allImports().filter(({ kind }) => kind !== 'types');

/** The pure folders, with all that they load of other folders. */
const reached = new Set(pure);
for (const file of reached) {
  for (const { from, to } of imports) {
    if (from === file && SOURCES.includes(to)) reached.add(to);
  }
}

function mayCompute(file: string, name: string): boolean {
  return COMPUTES.folders.includes(folderOf(file)) && COMPUTES.names.includes(name);
}

describe('pure folders', () => {
  it('depend on their arguments alone, with what they load', () => {
    expect(reached.size).toBeGreaterThan(pure.length);
    const wrong = [...reached].flatMap((file) =>
      impure(sourceText(file))
        .filter((name) => !mayCompute(file, name))
        .map((name) => `${file}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('load neither Node, React nor Ink', () => {
    const wrong = imports
      .filter(({ from }) => reached.has(from))
      .filter(({ to }) => to.startsWith('node:') || /^(?:react|ink|chalk)/.test(to))
      .filter(({ from, to }) => !mayCompute(from, to))
      .map(({ from, to }) => `${from} → ${to}`);
    expect(wrong).toEqual([]);
  });
});

it.each([
  'Date.now()',
  'new Date()',
  'Date()',
  'Math.random()',
  'const { random } = Math',
  'list.map(Date.now)',
  "Date['now']()",
  'performance.now()',
  'crypto.randomUUID()',
  'process.env.HOME',
  'const { env } = process',
  'globalThis.process',
  "globalThis['Date']",
  "process.getBuiltinModule('node:fs')",
  "require('node:fs')",
  'setTimeout(() => {}, 1)',
  'console.log(1)',
  'Buffer.from([])',
  'date.getHours()',
  'new Intl.DateTimeFormat()',
  'a.toLocaleString()',
  'a.localeCompare(b)',
  'const a = { process }',
])('impure: %s', (text) => {
  expect(impure(text)).not.toEqual([]);
});

it.each([
  'new Date(0).toISOString()',
  'Date.parse(text)',
  "a.toLocaleString('en-US')",
  "a.localeCompare(b, 'en')",
  "new Intl.Segmenter('en')",
  'state.process',
  'message.now',
  'a instanceof Date',
  'let a: Date',
  'type A = { process: string }',
  'const a = { process: 1 }',
  "const a = 'process.env'",
  'date.getUTCHours()',
  'Math.max(1, 2)',
])('pure: %s', (text) => {
  expect(impure(text)).toEqual([]);
});
