/**
 * Every reader on changed and made-up files: each gives sound trials and problems that name the
 * file, and a file that is not empty gives something.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { readHead } from '../../src/formats/bytes.ts';
import type { Format, ReadItem, SourceFile } from '../../src/formats/format.ts';
import { detect, FORMATS } from '../../src/formats/index.ts';
import { trialSchema } from '../../src/trial/schema.ts';
import { fuzzSoak } from './fuzzer.ts';
import { sampleBytes } from './samples.ts';
import type { Random } from './soak.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-readers-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const FILE = path.join(folder, 'any.json');

/** Keys that some reader looks at: a made-up file is mostly of these. */
const KEYS = [
  'id',
  'model',
  'verdict',
  'outcome',
  'label',
  'by',
  'rationale',
  'quotes',
  'gates',
  'turn',
  'turns',
  'kind',
  'text',
  'name',
  'passed',
  'scores',
  'value',
  'messages',
  'role',
  'content',
  'type',
  'tool_calls',
  'function',
  'arguments',
  'metadata',
  'events',
  'view',
  'edit',
  'operation',
  'message',
  'patch',
  'op',
  'path',
  'judgments',
  'transcripts',
  'raw_response',
  'classification',
  'harmful_behavior',
  'samples',
  'eval',
  'version',
  'status',
  'input',
  'target',
  'epoch',
  'uuid',
  'parentUuid',
  'sessionId',
  'timestamp',
  'steps',
  'source',
  'step_id',
  'observation',
  'results',
  'schema_version',
  'agent',
  'model_name',
  'reasoning',
  'response',
  'transcript_id',
  'judge_output',
  'highlights',
  'parts',
  'behavior_name',
  'variation_number',
  'toolUseResult',
  'attachments',
  'usage',
  'sample',
  'tags',
  'at',
  'startedAt',
  '__proto__',
  'constructor',
  '',
];
const WORDS = [
  'a',
  'm',
  'safe',
  'harmful',
  'message',
  'reasoning',
  'action',
  'email',
  'result',
  'user',
  'assistant',
  'system',
  'tool',
  'text',
  'tool_use',
  'tool_result',
  'thinking',
  'transcript_event',
  'target',
  'add',
  'rollback',
  'json_patch',
  'ATIF-v1.4',
  'agent',
  'success',
  '<think>',
  '</think>',
  '<SCRATCHPAD_REASONING>',
  '2025-05-14T09:00:00Z',
  '1',
  '',
  '\u0000',
  '\u001b[31m',
  '\ud800',
  '\u202e',
  'data:image/png;base64,AAAA',
];
const NUMBERS = [
  '0',
  '1',
  '-1',
  '7',
  '1.5',
  '1e999',
  '-0',
  '9007199254740993',
  '1e-400',
  '2147483648',
];

function json(random: Random, depth: number): string {
  const kind = depth <= 0 ? random.below(4) : random.below(7);
  if (kind === 0) return JSON.stringify(random.pick(WORDS));
  if (kind === 1) return random.pick(NUMBERS);
  if (kind === 2) return random.pick(['true', 'false', 'null']);
  if (kind === 3) return JSON.stringify(random.pick(WORDS).repeat(random.below(3)));
  const size = random.below(6);
  if (kind === 4)
    return `[${Array.from({ length: size }, () => json(random, depth - 1)).join(',')}]`;
  const entries = Array.from(
    { length: size + 1 },
    () => `${JSON.stringify(random.pick(KEYS))}:${json(random, depth - 1)}`,
  );
  return `{${entries.join(',')}}`;
}

function grammar(random: Random): Uint8Array {
  const lines = Array.from({ length: 1 + random.below(4) }, () =>
    json(random, 1 + random.below(6)),
  );
  return Buffer.from(lines.join(random.pick(['\n', '\n\n', ' ', ',\n', '\r\n'])));
}

/** How a file is read is decided by its bytes, so that the same bytes are read the same again. */
async function attempt(input: Uint8Array): Promise<string | undefined> {
  writeFileSync(FILE, input);
  const file: SourceFile = { path: FILE, name: 'any.json', size: statSync(FILE).size };
  const head = await readHead(file).catch((error: Error) => {
    if (error.name === 'DamagedFile') return undefined;
    throw error;
  });
  const choice = crc32(input);
  const forced = FORMATS[choice % FORMATS.length];
  const found = head === undefined ? undefined : detect(head)?.format;
  if (found !== undefined) {
    const wrong = await readWith(found, file, choice);
    if (wrong !== undefined) return `${found.name}: ${wrong}`;
  }
  if (forced === undefined || forced === found) return undefined;
  const wrong = await readWith(forced, file, choice);
  return wrong === undefined ? undefined : `${forced.name}, asked for: ${wrong}`;
}

async function readWith(
  format: Format,
  file: SourceFile,
  choice: number,
): Promise<string | undefined> {
  const options = {
    ...(choice % 5 === 0 ? { verdict: 'scores.x >= 7 || label == "l"' } : {}),
    ...(choice % 7 === 0 && format.mappable === true
      ? { map: { model: 'llm', message: 'output' } }
      : {}),
  };
  let items = 0;
  const sources = [format.read(file, options), format.contents?.outline(file, options)];
  for (const source of sources) {
    for await (const item of source ?? []) {
      items += 1;
      const wrong = faultOf(item, file);
      if (wrong !== undefined) return wrong;
      if (item.type === 'outline') {
        const wrongThere = await readPlace(format, file, item.place);
        if (wrongThere !== undefined) return wrongThere;
      }
    }
  }
  return items > 10_000 ? `gives ${items} items` : undefined;
}

/** A place that an outline names is read, or refused with a line for people. */
async function readPlace(
  format: Format,
  file: SourceFile,
  place: string,
): Promise<string | undefined> {
  try {
    const trial = await format.contents?.readOne(file, place, {});
    return trial === undefined ? undefined : faultOf({ type: 'trial', trial }, file);
  } catch (error) {
    const isTold =
      error instanceof Error && ['UserError', 'DamagedFile', 'ZipDamage'].includes(error.name);
    if (!isTold) throw error;
    return undefined;
  }
}

function faultOf(item: ReadItem, file: SourceFile): string | undefined {
  if (item.type === 'trial' || item.type === 'outline') {
    const { trial } = item;
    const checked = trialSchema.safeParse(trial);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      return `a trial of the wrong shape: ${issue?.path.map(String).join('.')}: ${issue?.message}`;
    }
    if (trial.id === '') return 'a trial without an id';
    if (trial.model === '') return 'a trial without a model';
    return undefined;
  }
  if (item.type !== 'problem') return undefined;
  if (item.problem.source !== file.name) return 'a problem that names another file';
  return item.problem.message.trim() === '' ? 'a problem without words' : undefined;
}

export const { name, suite, run, replay } = fuzzSoak({
  name: 'readers',
  suite: 14_000,
  seeds: sampleBytes(),
  pieces: [
    'null',
    '[]',
    '{}',
    '""',
    '"x"',
    '1e999',
    'NaN',
    '\n',
    ',',
    '"',
    '}',
    ']',
    '\\',
    '[[[[',
    '{"a":',
    '"__proto__":',
    '\u0000',
    '\u00ff',
    '\\u0000',
    '\\ud800',
    '\ufeff',
    'PK\u0003\u0004',
    '-',
    '\u2028',
    '\r',
  ],
  grammar,
  attempt,
});
