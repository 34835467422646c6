import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAudit } from '../../src/audit/audit-file.ts';
import { verifyChain } from '../../src/audit/chain.ts';
import { canonicalHash, sha256 } from '../../src/audit/hash.ts';
import { DEFAULT_RUBRIC, rubricHash } from '../../src/audit/rubric.ts';
import type { Design, NewRecord } from '../../src/audit/schema.ts';
import { createAudit, openAudit } from '../../src/audit-files/append.ts';

const HASH = 'a'.repeat(64);
const design: Design = {
  draw: 'draw1',
  seed: '7',
  frame: HASH,
  stratify: ['outcome'],
  sample: 2,
  auditors: ['anna'],
  overlap: null,
  calibration: 0,
  order: 'shared',
  blind: ['verdict'],
  reveal: 'end',
  rubric: rubricHash(DEFAULT_RUBRIC),
  drawnBy: 'anna',
  key: HASH,
};
const start: readonly NewRecord[] = [
  {
    type: 'audit',
    v: 1,
    program: 'inquest 0',
    name: 'review',
    auditor: 'anna',
    auditorKind: 'person',
    design,
    designHash: canonicalHash(design),
    rubric: DEFAULT_RUBRIC,
  },
  {
    type: 'draw',
    items: [1, 2].map((item) => ({ item, round: 'main' as const, content: HASH, shown: HASH })),
  },
];
const answer = (item: number, note: string): NewRecord => ({
  type: 'answer',
  item,
  content: HASH,
  shown: HASH,
  outcome: 'safe',
  note,
});

const now = (): Date => new Date(0);
let folder: string;
let file: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'audit-'));
  file = path.join(folder, 'review.audit.jsonl');
  await createAudit(file, start, now);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function given(...records: readonly NewRecord[]): Promise<void> {
  const writer = await openAudit(file, now);
  await writer.append(...records);
  await writer.close();
}

describe('appending to an audit file', () => {
  it('makes a chain that is read again', async () => {
    await given(answer(1, 'first'), answer(2, 'two\nlines \u2028 and \uD800'));
    const audit = readAudit(readFileSync(file), file);
    expect(audit.chain).toMatchObject({ ok: true, records: 4 });
    expect([...audit.answers.values()].map(({ note }) => note)).toEqual([
      'first',
      'two\nlines \u2028 and \uD800',
    ]);
    await expect(createAudit(file, start, now)).rejects.toThrow('it is there already');
  });

  it('goes on after a last line that was cut at any byte', async () => {
    await given(answer(1, 'zoë 😀'));
    const before = readFileSync(file);
    await given(answer(2, 'ü'));
    const whole = readFileSync(file);
    for (let end = before.length + 1; end < whole.length; end += 1) {
      writeFileSync(file, whole.subarray(0, end));
      const writer = await openAudit(file, now);
      const isComplete = end === whole.length - 1;
      expect(writer.repaired).toContain(isComplete ? 'no line end' : 'no whole record');
      await writer.append(answer(2, 'again'));
      await writer.close();
      const bytes = readFileSync(file);
      // Nothing is cut off.
      expect(bytes.subarray(0, end).equals(whole.subarray(0, end))).toBe(true);
      const audit = readAudit(bytes, file);
      expect(audit.chain.ok).toBe(true);
      expect(audit.misfits).toEqual([]);
      expect(audit.answers.get(2)?.note).toBe('again');
      expect(audit.answers.get(1)?.note).toBe('zoë 😀');
    }
  });

  it('mends what was cut while it was mended', async () => {
    appendFileSync(file, '{"seq":2,"ty');
    await given(answer(1, 'a'));
    const whole = readFileSync(file);
    const from = readFileSync(file).indexOf('{"seq":2,"ty');
    for (let end = from + 5; end < whole.length; end += 1) {
      writeFileSync(file, whole.subarray(0, end));
      await given(answer(2, 'b'));
      expect(verifyChain(readFileSync(file))).toMatchObject({ ok: true });
    }
  });

  it('takes no answer back by a record that marks what was cut', async () => {
    await given(answer(1, 'first'), answer(2, 'second'));
    const whole = readFileSync(file);
    const ends = [...whole.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at);
    for (const from of ends.slice(1, -1)) {
      writeFileSync(file, whole);
      const struck = whole.subarray(from + 1, -1);
      const hash = sha256(struck);
      await given({ type: 'repair', bytes: struck.length, hash });
      const audit = readAudit(readFileSync(file), file);
      expect(audit.chain.ok).toBe(true);
      expect([...audit.answers.values()].map(({ note }) => note)).toEqual(['first', 'second']);
    }
    // What is a record, but of another place, is marked as well.
    writeFileSync(file, `${whole.toString()}{"seq":0,"type":"audit","prev":null}`);
    await given(answer(1, 'again'));
    const audit = readAudit(readFileSync(file), file);
    expect(audit.chain).toMatchObject({ ok: true, records: 7 });
    expect(audit.answers.get(1)?.note).toBe('again');
  });

  it('refuses a file that another window wrote to', async () => {
    const one = await openAudit(file, now);
    const other = await openAudit(file, now);
    await one.append(answer(1, 'one'));
    await expect(other.append(answer(1, 'other'))).rejects.toThrow('changed by another program');
    await one.append(answer(2, 'one'));
    await Promise.all([one.close(), other.close()]);
    const audit = readAudit(readFileSync(file), file);
    expect(audit.chain).toMatchObject({ ok: true, records: 4 });
  });

  it('refuses a file whose chain is broken, and leaves it as it is', async () => {
    await given(answer(1, 'first'), answer(2, 'second'));
    const changed = readFileSync(file, 'utf8').replace('first', 'First');
    writeFileSync(file, changed);
    await expect(openAudit(file, now)).rejects.toThrow('the chain is broken');
    expect(readFileSync(file, 'utf8')).toBe(changed);
  });

  it('refuses what is no audit, and leaves it as it is', async () => {
    for (const text of ['', '{"a":1}\n', 'x', '{"type":"audit","v":2}\n']) {
      writeFileSync(file, text);
      await expect(openAudit(file, now)).rejects.toThrow(/no audit|version 2/);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
  });
});

it('finds a changed byte in every line, exchanged lines and a line that is missing', async () => {
  await given(answer(1, 'first'), answer(2, 'second'), answer(1, 'third'));
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const textOf = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');
  for (const [at, line] of lines.entries()) {
    // The last line is held by a head that is known elsewhere.
    if (at === lines.length - 1) continue;
    const changed = line.replace('"at":"1970', '"at":"1971');
    expect(changed).not.toBe(line);
    expect(verifyChain(textOf(lines.with(at, changed)))).toMatchObject({ ok: false, line: at + 2 });
    const swapped = lines.with(at, lines[at + 1] ?? '').with(at + 1, line);
    expect(verifyChain(textOf(swapped)).ok).toBe(false);
    expect(verifyChain(textOf(lines.toSpliced(at, 1))).ok).toBe(false);
  }
});
