/**
 * One odd line among good ones: whatever it is, the trials of the other lines are given, and the
 * line itself is a trial or a problem.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readHead } from '../../src/formats/bytes.ts';
import { detect } from '../../src/formats/index.ts';
import { fuzzSoak } from './fuzzer.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-records-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const FILE = path.join(folder, 'any.jsonl');

/** A good record of each format whose files are one trial a line; `ID` is put in. */
const GOOD: readonly string[] = [
  '{"id":"ID","model":"m","verdict":{"outcome":"safe","quotes":[{"turn":1,"text":"t"}],"gates":[{"name":"g","label":"l","passed":true}]},"turns":[{"kind":"message","text":"t"},{"kind":"action","name":"n","arguments":{"a":[1]},"text":"x"}]}',
  '{"id":"ID","model":"m","messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"text","text":"a"}],"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"x"}]}',
  '{"id":"ID","llm":"m","cot":"thinking","output":"<think>a</think>b","score":0.5,"meta":{"x":{"y":[1,2]}}}',
  '{"id":"ID","transcripts":[{"messages":[{"role":"assistant","content":[{"type":"reasoning","reasoning":"r"},{"type":"text","text":"t"}],"tool_calls":[{"id":"c","function":"f","arguments":{}}]}]}],"metadata":{"scores":{"x":1},"model":"m"}}',
];

/** The first byte of an input says which format is around it. */
const SEEDS = GOOD.map((line, at) => Buffer.from(`${at}${line.replace('ID', 'odd')}`));

async function attempt(input: Uint8Array): Promise<string | undefined> {
  const good = GOOD[(input[0] ?? 0) % GOOD.length] ?? '';
  const odd = Buffer.from(
    input.subarray(1).map((byte) => (byte === 10 || byte === 13 ? 32 : byte)),
  );
  const isBlank = odd.toString('utf8').trim() === '';
  const line = (id: string): Buffer => Buffer.from(`${good.replace('ID', id)}\n`);
  writeFileSync(
    FILE,
    Buffer.concat([line('first'), odd, Buffer.from('\n'), line('second'), line('third')]),
  );
  const file = { path: FILE, name: 'any.jsonl', size: statSync(FILE).size };
  const format = detect(await readHead(file))?.format;
  if (format === undefined) return 'is of no format';
  const ids: string[] = [];
  let problems = 0;
  for await (const item of format.read(file, {})) {
    if (item.type === 'trial') ids.push(item.trial.id);
    else if (item.type === 'problem') problems += 1;
  }
  const lost = ['first', 'second', 'third'].filter((id) => !ids.some((one) => one.includes(id)));
  if (lost.length > 0) return `${format.name}: ${lost.join(', ')} lost`;
  if (!isBlank && ids.length + problems < 4)
    return `${format.name}: the line is neither given nor reported`;
  return undefined;
}

export const { name, suite, run, replay } = fuzzSoak({
  name: 'records',
  suite: 6_000,
  seeds: SEEDS,
  pieces: [
    'null',
    '[]',
    '{}',
    '""',
    '"',
    '}',
    ']',
    '\\',
    '{"a":[',
    '"id":',
    '\u0000',
    '\u2028',
    '{"id":"x"}',
    '-',
    '\ufeff',
    '[',
    '{',
    '"messages":',
    '"turns":[{',
  ],
  attempt,
});
