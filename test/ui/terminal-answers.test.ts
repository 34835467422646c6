/** Answers of a terminal among keys: dropped, wherever a read ends; keys and pastes are kept. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerFilter } from '../../src/ui/terminal-answers.ts';

const ANSWERS = [
  '\u001B]11;rgb:1e1e/1e1e/1e1e\u001B\\',
  '\u001B]11;rgb:1e1e/1e1e/1e1e\u0007',
  '\u001B]4;1;rgb:cdcd/0000/0000\u0007',
  '\u001B]52;c;SGVsbG8=\u001B\\',
  '\u001B]lqqq\u001B\\',
  '\u001BP>|XTerm(388)\u001B\\',
  '\u001BP1$r0m\u001B\\',
  '\u001BP1+r544e=787465726d\u001B\\',
  '\u001BP!|00000000\u001B\\',
  '\u001B_Gi=31;OK\u001B\\',
  '\u001B^qjm\u001B\\',
  '\u001BXqjm\u001B\\',
  '\u001B]10;rgb:ffff/ffff/ffff\u009C',
];
const KEYS = [
  'j',
  'q',
  '\u001B[A',
  '\u001B[6~',
  '\u001BOP',
  '\u001Bx',
  '\r',
  '\u0003',
  'é',
  '日',
  'P',
];
const PASTE = '\u001B[200~a \u001B]11;x and \u001BP1 \u001B[20\u001B[201~';

/** What comes through of reads that follow each other at once. */
function through(reads: readonly string[]): string {
  const filter = createAnswerFilter();
  return reads.map((read, at) => filter.push(read, at)).join('') + filter.flush();
}

describe('answers', () => {
  it.each(ANSWERS)('are dropped: %j, in one read and cut anywhere', (answer) => {
    expect(through([answer])).toBe('');
    expect(through([`j${answer}q`])).toBe('jq');
    for (let at = 1; at < answer.length; at += 1) {
      expect(through([answer.slice(0, at), answer.slice(at)])).toBe('');
    }
    expect(through(answer.split(''))).toBe('');
  });

  it('between keys and pastes leave them whole, however the reads are cut', () => {
    const part = fc.oneof(
      fc.constantFrom(...KEYS, PASTE).map((keys) => ({ keys, sent: keys })),
      fc.constantFrom(...ANSWERS).map((sent) => ({ keys: '', sent })),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }),
        (parts, sizes) => {
          const sent = parts.map((one) => one.sent).join('');
          const reads: string[] = [];
          for (let at = 0; at < sent.length;) {
            const size = sizes[reads.length % sizes.length] ?? 1;
            reads.push(sent.slice(at, at + size));
            at += size;
          }
          expect(through(reads)).toBe(parts.map((one) => one.keys).join(''));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('keys', () => {
  it('Escape alone is Escape, after a moment', () => {
    const filter = createAnswerFilter();
    expect(filter.push('\u001B', 0)).toBe('');
    expect(filter.waits()).toBe(20);
    expect(filter.flush()).toBe('\u001B[27u');
    expect(filter.waits()).toBeUndefined();
    expect(filter.push(']11', 30)).toBe(']11');
  });

  it.each(['\u001B]', '\u001BP', '\u001BX', '\u001B['])('Alt and a sign (%j) passes', (keys) => {
    const filter = createAnswerFilter();
    expect(filter.push(keys, 0)).toBe('');
    expect(filter.flush()).toBe(keys);
  });

  it('Alt and a sign, then another key, are keys', () => {
    expect(through(['\u001BP', 'j'])).toBe('\u001BPj');
    expect(through(['\u001B]j'])).toBe('\u001B]j');
  });

  it.each(['\u0003', '\u001B[A', '\r'])('%j ends an answer that never ends', (key) => {
    expect(through(['\u001B]11;rgb:', `1e${key}j`])).toBe(`${key}j`);
  });

  it('come through again when an answer stops in the middle', () => {
    const filter = createAnswerFilter();
    expect(filter.push('\u001B]11;rgb', 0)).toBe('');
    expect(filter.push('j', 2000)).toBe('j');
  });
});

describe('reports of the mouse', () => {
  const REPORTS = [
    '\u001B[<0;12;5M',
    '\u001B[<0;12;5m',
    '\u001B[<64;1;1M',
    '\u001B[<65;300;90M',
    '\u001B[<35;7;7M',
    '\u001B[<2;1;1M',
  ];

  /** What the mouse did, in reads that follow each other at once. */
  function did(reads: readonly string[]): readonly unknown[] {
    const all: unknown[] = [];
    const filter = createAnswerFilter((pointed) => all.push(pointed));
    const keys = reads.map((read, at) => filter.push(read, at)).join('') + filter.flush();
    expect(keys.replaceAll('j', '')).toBe('');
    return all;
  }

  it('say a click and the wheel, in cells from 0', () => {
    expect(did([`j${REPORTS.join('j')}`])).toEqual([
      { type: 'mouse', did: 'click', column: 11, row: 4 },
      { type: 'mouse', did: 'wheel-up', column: 0, row: 0 },
      { type: 'mouse', did: 'wheel-down', column: 299, row: 89 },
    ]);
  });

  it.each(REPORTS)('are no keys, cut anywhere: %j', (report) => {
    for (let at = 1; at < report.length; at += 1) {
      // A lone ESC is held back too, and what follows it is one sequence.
      expect(did([report.slice(0, at), report.slice(at)])).toEqual(did([report]));
    }
    expect(did(report.split(''))).toEqual(did([report]));
  });

  it('are dropped where their end never comes', () => {
    const filter = createAnswerFilter();
    expect(filter.push('\u001B[<0;12', 0) + filter.flush()).toBe('');
    expect(filter.push('q', 2000)).toBe('q');
  });

  it('stay in what is pasted', () => {
    const paste = '\u001B[200~\u001B[<0;1;1M\u001B[201~';
    expect(through([paste])).toBe(paste);
  });
});
