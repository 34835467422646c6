/** A large Inspect log: how soon its trials are listed, and how soon one of them is open. */
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from '../src/formats/inspect.ts';
import { openZip } from '../src/formats/zip/zip.ts';
import { openInquest } from '../test/support/terminal.ts';
import { makeZip, type ZipPart } from '../test/support/zip.ts';
import { corpus } from './corpus.ts';
import { atMost, median, timed, type Bench, type Figure } from './measure.ts';

const SAMPLES = 5000;
const RUNS = 5;

export async function logs(bench: Bench): Promise<readonly Figure[]> {
  const bytes = bench.quick ? 50e6 : 300e6;
  const file = path.join(bench.folder, 'large.eval');
  writeFileSync(file, log(bytes / SAMPLES));
  const small = await corpus(bench, 'unique', { bytes: 1e6 });
  const bare: number[] = [];
  const listed: number[] = [];
  const started: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    bare.push(await timed(() => bareRead(file)));
    started.push(await shown(bench, small, run));
    listed.push(await shown(bench, file, run));
  }
  const source = { path: file, name: 'large.eval', size: statSync(file).size };
  const opened: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const place = `samples/${1 + run * 900}_epoch_1.json`;
    opened.push(
      await timed(async () => {
        await inspect.contents?.readOne(source, place, {});
      }),
    );
  }
  const name = `${Math.round(bytes / 1e6)} MB .eval, ${SAMPLES.toLocaleString('en')} samples`;
  const extra = median(listed) - median(started) - median(bare);
  return [
    atMost(`list ${name}: beyond starting and a bare read`, extra, 1500, ' ms'),
    atMost(`open a sample of ${name}`, median(opened), 200, ' ms'),
  ];
}

/** The directory and the summaries, and nothing done with them. */
async function bareRead(file: string): Promise<void> {
  const zip = await openZip(file);
  JSON.parse(zip.read('header.json')?.bytes.toString() ?? '');
  JSON.parse(zip.read('summaries.json')?.bytes.toString() ?? '');
  zip.close();
}

/** From the start of the program, with nothing in its cache, until it shows all trials. */
async function shown({ env, folder }: Bench, file: string, run: number): Promise<number> {
  const cache = path.join(folder, `cache-of-logs-${run}`);
  const began = performance.now();
  const terminal = openInquest([file], { env: { ...env, XDG_CACHE_HOME: cache } });
  const trials = file.endsWith('.eval') ? /5,000 trials/ : /[\d,]+ trials/;
  await terminal.until(trials, 60_000);
  const took = performance.now() - began;
  terminal.kill('SIGKILL');
  await terminal.exit;
  return took;
}

/** A log whose samples have so many bytes each, stored: only their reading is measured. */
function log(bytes: number): Buffer {
  const spec = {
    eval_id: 'benchmark',
    task: 'bench',
    model: 'maker/model',
    dataset: { samples: SAMPLES },
    config: { epochs: 1 },
  };
  const words = 'the model thinks about what it was told to do and does it ';
  const parts: ZipPart[] = [part('_journal/start.json', { version: 2, eval: spec })];
  const summaries: unknown[] = [];
  for (let id = 1; id <= SAMPLES; id += 1) {
    const facts = {
      id,
      epoch: 1,
      input: words.repeat(20),
      target: 'x',
      scores: { match: { value: id % 3 === 0 ? 'I' : 'C', explanation: words } },
    };
    const text = `${id} ${words}`.repeat(bytes / 10 / words.length);
    const messages = Array.from({ length: 10 }, (_, turn) => ({
      role: turn % 2 === 0 ? 'user' : 'assistant',
      content: `${turn} ${text}`,
    }));
    summaries.push(facts);
    parts.push(part(`samples/${id}_epoch_1.json`, { ...facts, messages }));
  }
  parts.push(
    part('summaries.json', summaries),
    part('header.json', { version: 2, status: 'success', eval: spec }),
  );
  return makeZip(parts);
}

function part(name: string, value: unknown): ZipPart {
  return { name, data: JSON.stringify(value), method: 0 };
}
