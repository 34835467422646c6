/** What `audit verify` finds: every byte of every record, of the key and of the trials that is another one. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAudit } from '../../src/audit/audit-file.ts';
import { blindTrial, shownHash } from '../../src/audit/blind.ts';
import { trialContent } from '../../src/audit/content.ts';
import { frameKeys } from '../../src/audit/frame.ts';
import { sha256 } from '../../src/audit/hash.ts';
import { readKey } from '../../src/audit/key.ts';
import { fileChecks } from '../../src/audit/verify.ts';
import { matched } from '../../src/audit/match.ts';
import { sourceChecks } from '../../src/audit/verify-sources.ts';
import { openAudit } from '../../src/audit-files/append.ts';
import { UserError } from '../../src/base/user-error.ts';
import { blindOptions, truthIn } from '../../src/cli/work/audit/collect.ts';
import { checksOf } from '../../src/cli/work/audit/verify-files.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { createPlace } from '../cli/support.ts';
import { readAll, sourceFile } from '../formats/helpers.ts';
import { trialOf } from '../support/trials.ts';

const LONG = { timeout: 120_000 };
const place = createPlace();
const fileOf = (name: string): string => path.join(place.folder, name);
const [AUDIT, KEY, SOURCE] = ['one.audit.jsonl', 'one.key.jsonl', 'trials.jsonl'].map(fileOf) as [
  string,
  string,
  string,
];
const TRIALS = Array.from({ length: 4 }, (_, at) =>
  trialOf({
    id: `t${at}`,
    model: 'gpt-9',
    outcome: at % 2 === 0 ? 'harmful' : 'safe',
    turns: [
      { kind: 'briefing', text: `Zoë asks ${at}.` },
      { kind: 'action', name: 'mail', to: 'a@b.example', args: { n: at }, text: 'Yes.' },
    ],
  }),
);
const run = async (line: string): Promise<{ code: number | null; stdout: string }> =>
  place.run(['audit', ...line.split(' ')]);

let audit: Buffer;
let key: Buffer;
let head: string;

beforeAll(async () => {
  place.write('trials.jsonl', TRIALS.map((trial) => `${JSON.stringify(trial)}\n`).join(''));
  expect((await run('new trials.jsonl --sample 4 --seed 7 --auditor anna -o one')).code).toBe(0);
  const writer = await openAudit(AUDIT, () => new Date(0));
  const { items } = writer.audit();
  for (const { item, content, shown } of items) {
    const said = item === 4 ? { cannot: { reason: 'ambiguous' } } : { outcome: 'safe', note: 'é' };
    await writer.append({ type: 'answer', item, content, shown, ...said });
  }
  await writer.close();
  expect((await run('close one.audit.jsonl')).code).toBe(0);
  audit = readFileSync(AUDIT);
  key = readFileSync(KEY);
  head = sha256(audit.subarray(audit.lastIndexOf('\n', -2) + 1, -1));
}, 60_000);

/** Whether a check fails; a file that cannot be read at all is refused in words. */
function isFound(bytes: Buffer, keyBytes: Buffer, known: { readonly head?: string }): boolean {
  try {
    const read = readAudit(bytes, AUDIT);
    if (fileChecks(read, known).some(({ state }) => state === 'failed')) return true;
    const { ofKey } = checksOf(read, { bytes: keyBytes, file: KEY }, known);
    return ofKey.some(({ state }) => state === 'failed');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return true;
  }
}

/** The bytes with one of them changed: to another letter, to the other case, to a line end. */
function* changedAt(bytes: Buffer, at: number): Generator<Buffer> {
  for (const value of [(bytes[at] ?? 0) ^ 1, (bytes[at] ?? 0) ^ 0x20, 0x0a]) {
    if (value === bytes[at]) continue;
    const changed = Buffer.from(bytes);
    changed[at] = value;
    yield changed;
  }
}

describe('verify finds', () => {
  it('nothing in what is whole', async () => {
    expect(isFound(audit, key, { head })).toBe(false);
    expect(isFound(audit, key, {})).toBe(false);
    expect(await run('verify one.audit.jsonl trials.jsonl')).toMatchObject({ code: 0 });
  });

  it('every changed byte of every record; of the last one some need a head', LONG, () => {
    const last = audit.lastIndexOf('\n', -2) + 1;
    const missed: number[] = [];
    for (let at = 0; at < audit.length; at += 1) {
      for (const changed of changedAt(audit, at)) {
        if (isFound(changed, key, {})) continue;
        missed.push(at);
        expect(isFound(changed, key, { head }), `byte ${at}`).toBe(true);
      }
    }
    expect(missed.every((at) => at >= last)).toBe(true);
    const close = audit.subarray(last).toString('latin1');
    // A record of an unknown type is kept and ignored, as one of a later version would be.
    const parts = [/"at":"[^"]*"/, /"type":"[^"]*"/].map((one) => one.exec(close));
    const isOpen = (at: number): boolean =>
      parts.some(
        (one) => one !== null && at - last >= one.index && at - last < one.index + one[0].length,
      );
    const odd = missed
      .filter((at) => !isOpen(at))
      .map((at) => close.slice(at - last - 12, at - last + 4));
    expect(odd).toEqual([]);
  });

  it('every changed byte of the key', LONG, () => {
    const missed: number[] = [];
    for (let at = 0; at < key.length; at += 1) {
      for (const changed of changedAt(key, at)) if (!isFound(audit, changed, {})) missed.push(at);
    }
    expect(missed).toEqual([]);
  });

  it(
    'every changed byte of the trials, as another content, verdict, fact or file',
    LONG,
    async () => {
      const format = FORMATS.find(({ name }) => name === 'inquest');
      if (format === undefined) throw new Error('no native format');
      const whole = readFileSync(SOURCE);
      const read = readAudit(audit, AUDIT);
      const readBack = readKey(key, KEY);
      const options = blindOptions(read.header.design.blind, readBack.head.models);
      const checksNow = async (bytes: Buffer): Promise<readonly string[]> => {
        writeFileSync(SOURCE, bytes);
        const { trials } = await readAll(format, sourceFile(SOURCE));
        const contents = trials.map(({ id, turns }) => ({
          id,
          content: trialContent(turns).sha256,
        }));
        const keys = frameKeys(contents);
        const now = trials.map((trial, at) => ({ ...truthIn(trial, []), content: keys[at] ?? '' }));
        const judged = now.filter(({ outcome }) => outcome === 'harmful' || outcome === 'safe');
        const shown = trials.map(
          (trial, at) => [keys[at] ?? '', shownHash(blindTrial(trial, options))] as const,
        );
        const before = [...readBack.trials.values()];
        return sourceChecks(read, readBack, {
          trials: matched(before, now),
          frame: { trials: judged.length, kept: matched(before, judged).size },
          shown: new Map(shown),
          files: [sha256(bytes)],
        }).map(({ name, state }) => `${name} ${state}`);
      };
      const before = await checksNow(whole);
      expect(before.every((one) => one.endsWith(' ok'))).toBe(true);
      const words = 'Zoë asks 2';
      const inWords = whole.indexOf(words);
      for (let at = 0; at < whole.length; at += 1) {
        const changed = Buffer.from(whole);
        changed[at] = (whole[at] ?? 0) ^ 1;
        const found = await checksNow(changed);
        expect(found, `byte ${at}`).toContain('files note');
        if (at >= inWords && at < inWords + words.length) {
          expect(found.includes('content failed'), `byte ${at}`).toBe(true);
        }
      }
      writeFileSync(SOURCE, whole);
    },
  );

  it('exchanged lines, a line that is gone or cut at any byte, CR LF', LONG, () => {
    const lines = audit.toString('latin1').trimEnd().split('\n');
    const fileOfLines = (all: readonly string[]): Buffer =>
      Buffer.from(all.map((line) => `${line}\n`).join(''), 'latin1');
    for (let one = 0; one < lines.length; one += 1) {
      for (let other = 0; other < one; other += 1) {
        const exchanged = lines.with(one, lines[other] ?? '').with(other, lines[one] ?? '');
        expect(isFound(fileOfLines(exchanged), key, {})).toBe(true);
      }
      const without = fileOfLines(lines.toSpliced(one, 1));
      expect(isFound(without, key, one === lines.length - 1 ? { head } : {})).toBe(true);
      expect(isFound(fileOfLines(lines.toSpliced(one, 0, lines[one] ?? '')), key, {})).toBe(true);
    }
    const last = audit.lastIndexOf('\n', -2) + 1;
    for (let end = last + 1; end < audit.length; end += 1) {
      expect(isFound(audit.subarray(0, end), key, {}), `cut at ${end}`).toBe(true);
    }
    const converted = Buffer.from(audit.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
    expect(isFound(converted, key, {})).toBe(true);
    const { chain } = readAudit(converted, AUDIT);
    expect(chain).toMatchObject({ ok: false, reason: expect.stringContaining('CR LF') as string });
  });

  it('them as a command, in words, and ends with 1', LONG, async () => {
    const changed = Buffer.from(audit);
    changed[audit.indexOf('"outcome":"safe"') + 12] = 0x78;
    for (const [bytes, words] of [
      [changed, 'previous line was changed'],
      [audit.subarray(0, -5), 'a line was cut, or never given'],
      [Buffer.from(audit.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'), 'CR LF'],
    ] as const) {
      writeFileSync(AUDIT, bytes);
      const ran = await run('verify one.audit.jsonl');
      expect(ran.code).toBe(1);
      expect(ran.stdout).toContain(words);
    }
    writeFileSync(AUDIT, audit);
    writeFileSync(KEY, Buffer.concat([key, Buffer.from('\n')]));
    expect(await run('verify one.audit.jsonl')).toMatchObject({ code: 1 });
    writeFileSync(KEY, key);
    const source = readFileSync(SOURCE, 'utf8');
    writeFileSync(SOURCE, source.replace('asks 2', 'asks 7'));
    const ran = await run('verify one.audit.jsonl trials.jsonl');
    expect(ran).toMatchObject({ code: 1, stdout: expect.stringContaining('t2') as string });
    writeFileSync(SOURCE, source);
  });
});
