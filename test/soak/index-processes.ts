/**
 * Many processes at once on one collection: some open it, one deletes the indexes, files change in
 * between. Each answer is right, and nothing but lines for people comes on standard error.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { linesOf, writeFiles } from './index-answers.ts';
import { isOver, randomOf, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'index-processes';
export const suite = 2;

const PROGRAM = path.resolve(import.meta.dirname, '../../src/cli/main.ts');
const PROCESSES = 10;
const COMMANDS = [
  ['list', 'data', '--json'],
  ['list', 'data', '-q', 'verdict:harmful', '--json'],
  ['stats', 'data', '--csv'],
  ['export', 'data', '--to', 'csv'],
] as const;

type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

function inquest(folder: string, args: readonly string[]): Promise<Ran> {
  const env = { ...process.env, XDG_CACHE_HOME: path.join(folder, 'cache') };
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, env });
  let [stdout, stderr] = ['', ''];
  child.stdin.end();
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

export async function run(options: SoakOptions): Promise<SoakResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'inquest-processes-'));
  const data = path.join(folder, 'data');
  const random = randomOf(options.seed);
  try {
    mkdirSync(data);
    let runs = 0;
    while (!isOver(options, runs)) {
      runs += 1;
      writeFiles(data);
      // More or less than before, and at times of a clock that was set back or forward.
      const file = path.join(data, '1.jsonl');
      writeFileSync(file, linesOf(runs, 5 + random.below(400)));
      const time = new Date(Date.now() + (random.below(3) - 1) * 86_400_000);
      utimesSync(file, time, time);
      const all = Array.from({ length: PROCESSES }, () => random.pick(COMMANDS));
      const clear = random.chance(0.5) ? [inquest(folder, ['index', 'clear'])] : [];
      const ran = await Promise.all(all.map((args) => inquest(folder, args)));
      const wanted = new Map<readonly string[], string>();
      for (const args of new Set(all)) {
        wanted.set(args, (await inquest(folder, [...args, '--no-cache'])).stdout);
      }
      for (const [at, { code, stdout, stderr }] of ran.entries()) {
        const args = all[at] ?? [];
        const what = `run ${runs}, ${args.join(' ')}`;
        if (code !== 0) options.report({ what: `${what}: exit code ${code}, ${stderr}` });
        else if (stdout !== wanted.get(args)) options.report({ what: `${what}: another answer` });
        if (/\n {4}at |something went wrong/.test(stderr)) {
          options.report({ what: `${what}: ${stderr}` });
        }
      }
      for (const { code, stderr } of await Promise.all(clear)) {
        if (code !== 0) options.report({ what: `run ${runs}, index clear: ${stderr}` });
      }
    }
    return { runs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
