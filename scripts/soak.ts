/**
 * Runs the soak tests (`test/soak/`) in turns until the time is up, prints a table, and ends with 1
 * where something was found.
 *
 * `--minutes N` (10), `--seed N`, `--only NAME` (may be given again); or `--inputs N`: so many inputs in all
 * for those modules that try inputs, however long that takes. Each turn is a process of its own, so that one that hangs or dies is
 * a finding too. Inputs that were found are kept in `soak-findings/`.
 */
import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { loadSoaks, type Finding, type Soak } from '../test/soak/soak.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const FOUND = path.join(ROOT, 'soak-findings');
/** A turn lasts so long at most; there are several of each module, with seeds of their own. */
const TURN_MS = 30_000;
/** An input that takes longer than this, or a turn that ends so much too late, hangs. */
const HANG_MS = 120_000;

/** A module that makes more runs than this in the tests tries inputs, and starts no programs. */
const FEW_RUNS = 1000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
    inputs: { type: 'string' },
    turn: { type: 'string' },
    until: { type: 'string' },
    trying: { type: 'string' },
  },
});

type Row = { runs: number; turns: number; findings: number; seed: number; skipped?: string };

process.exitCode = values.turn === undefined ? await soakAll() : await takeTurn(values.turn);

async function soakAll(): Promise<number> {
  const all = await loadSoaks();
  const names = all.map(({ name }) => name);
  const soaks = all.filter(({ name }) => (values.only ?? names).includes(name));
  const [minutes, seed, inputs] = [
    Number(values.minutes),
    Number(values.seed ?? Date.now() % 2 ** 31),
    Number(values.inputs ?? 0),
  ];
  if (soaks.length === 0 || ![minutes, seed, inputs].every((one) => one >= 0)) {
    process.stderr.write(`soak: numbers are 0 or more, and the modules are ${names.join(', ')}\n`);
    return 2;
  }
  process.stdout.write(`soak: ${soaks.length} modules, seed ${seed}\n`);
  const rows = new Map<string, Row>(
    soaks.map(({ name }) => [name, { runs: 0, turns: 0, findings: 0, seed }]),
  );
  if (inputs > 0) await soakInputs(soaks, rows, inputs);
  else await soakUntil(soaks, rows, Date.now() + minutes * 60_000);
  return printTable(rows);
}

/** In turns, with another seed each time around. */
async function soakUntil(
  soaks: readonly Soak[],
  rows: ReadonlyMap<string, Row>,
  end: number,
): Promise<void> {
  for (let round = 0; Date.now() < end; round += 1) {
    let isAnyTried = false;
    for (const soak of soaks) {
      const row = rows.get(soak.name);
      if (row === undefined || row.skipped !== undefined || Date.now() >= end) continue;
      isAnyTried = true;
      if (round > 0) row.seed += 1;
      const fair = (end - Date.now()) / soaks.length;
      const until = Date.now() + Math.min(TURN_MS, Math.max(1000, fair));
      await runTurn(soak, row, ['--until', String(until)], until);
    }
    if (!isAnyTried) return;
  }
}

/** Shared out as the tests share theirs. */
async function soakInputs(
  soaks: readonly Soak[],
  rows: ReadonlyMap<string, Row>,
  inputs: number,
): Promise<void> {
  const quick = soaks.filter(({ suite }) => suite >= FEW_RUNS);
  const together = quick.reduce((sum, { suite }) => sum + suite, 0);
  for (const soak of soaks) {
    const row = rows.get(soak.name);
    if (row === undefined) continue;
    if (quick.includes(soak)) {
      const count = Math.ceil((inputs * soak.suite) / together);
      await runTurn(soak, row, ['--inputs', String(count)], Infinity);
    } else row.skipped = 'it tries no inputs';
  }
}

/** One module in a process of its own. What it says is added to its row. */
async function runTurn(
  soak: Soak,
  row: Row,
  limit: readonly string[],
  until: number,
): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-soak-'));
  const file = path.join(folder, 'trying');
  writeFileSync(file, '');
  const child = spawn(
    process.execPath,
    [
      import.meta.filename,
      '--turn',
      soak.name,
      '--seed',
      String(row.seed),
      '--trying',
      file,
      ...limit,
    ],
    { cwd: ROOT, env: { ...process.env, TMPDIR: folder }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let isTold = false;
  const found = (finding: Finding): void => {
    row.findings += 1;
    keep(soak.name, row, finding);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{"soak"')) return;
    const { soak: said } = JSON.parse(line) as {
      soak: { finding?: { what: string; input?: string }; runs?: number; skipped?: string };
    };
    if (said.finding !== undefined) {
      const { what, input } = said.finding;
      found({ what, ...(input === undefined ? {} : { input: Buffer.from(input, 'base64') }) });
    } else {
      isTold = true;
      row.runs += said.runs ?? 0;
      if (said.skipped !== undefined) row.skipped = said.skipped;
    }
  });
  let last = '';
  let since = Date.now();
  const watch = setInterval(() => {
    const now = readFileSync(file).toString('latin1');
    if (now !== last) since = Date.now();
    last = now;
    const isStuck = now !== '' && Date.now() - since > HANG_MS;
    if (!isStuck && Date.now() < until + HANG_MS) return;
    clearInterval(watch);
    isTold = true;
    found({ what: `does not end (seed ${row.seed})`, ...inputIn(file) });
    child.kill('SIGKILL');
  }, 2000);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('close', (...ended) => resolve(ended));
  });
  clearInterval(watch);
  row.turns += 1;
  if (!isTold) found({ what: `ended with ${code ?? signal} (seed ${row.seed})`, ...inputIn(file) });
  rmSync(folder, { recursive: true, force: true });
}

/** Runs inside of the process of a turn: findings and the number of runs go out as lines of JSON. */
async function takeTurn(name: string): Promise<number> {
  const soak = (await loadSoaks()).find((one) => one.name === name);
  if (soak === undefined) throw new Error(`no soak test is called ${name}`);
  const say = (soaked: unknown): void => {
    process.stdout.write(`${JSON.stringify({ soak: soaked })}\n`);
  };
  const { trying: file, until, inputs, seed } = values;
  const handle = file === undefined ? undefined : openSync(file, 'r+');
  let tried = 0;
  const result = await soak.run({
    seed: Number(seed),
    ...(until === undefined ? {} : { until: Number(until) }),
    ...(inputs === undefined ? {} : { count: Number(inputs) }),
    report: ({ what, input }) => {
      const base64 = input === undefined ? {} : { input: Buffer.from(input).toString('base64') };
      say({ finding: { what, ...base64 } });
    },
    trying: (input) => {
      if (handle === undefined) return;
      tried += 1;
      const head = Buffer.alloc(8);
      head.writeUInt32LE(tried, 0);
      head.writeUInt32LE(input.length, 4);
      writeSync(handle, Buffer.concat([head, input]), 0, input.length + 8, 0);
    },
  });
  say(result);
  return 0;
}

/** The input that was being tried when a turn came to its end. */
function inputIn(file: string): { readonly input?: Uint8Array } {
  const bytes = readFileSync(file);
  if (bytes.length < 8) return {};
  return { input: bytes.subarray(8, 8 + bytes.readUInt32LE(4)) };
}

function keep(name: string, row: Row, { what, input }: Finding): void {
  process.stdout.write(`FOUND ${name}: ${what}\n`);
  mkdirSync(path.join(FOUND, name), { recursive: true });
  const file = path.join(FOUND, name, `${row.seed}-${row.findings}`);
  if (input !== undefined) writeFileSync(file, input);
  writeFileSync(`${file}.txt`, `${what}\n`);
}

function printTable(rows: ReadonlyMap<string, Row>): number {
  const width = Math.max(...[...rows.keys()].map((name) => name.length));
  let findings = 0;
  process.stdout.write(`\n${'name'.padEnd(width)}       runs  turns  findings  last seed\n`);
  for (const [name, row] of rows) {
    findings += row.findings;
    const said =
      row.skipped === undefined
        ? [
            row.runs.toLocaleString('en').padStart(11),
            String(row.turns).padStart(6),
            String(row.findings).padStart(9),
            String(row.seed).padStart(10),
          ].join(' ')
        : `    skipped: ${row.skipped}`;
    process.stdout.write(`${name.padEnd(width)}${said}\n`);
  }
  process.stdout.write(
    `${findings === 0 ? 'nothing found' : `${findings} found; see soak-findings/`}\n`,
  );
  return findings === 0 ? 0 : 1;
}
