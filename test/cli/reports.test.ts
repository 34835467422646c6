/** What is left after a mistake of our own: a report without transcript text. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlace } from '../support/place.ts';
import { createPlace as createCommands, SMALL, toLines } from './support.ts';

const SECRET = 'CANARY';
/** An error whose message quotes a transcript, with lines that look like places. */
const ERROR = `Object.assign(new TypeError('${SECRET}\\n    at ${SECRET} (/home/${SECRET}/file.js:1:2)'), { cause: new Error('${SECRET}') })`;

const commands = createCommands();
const viewers = createPlace();

type Report = {
  readonly command: string;
  readonly options: readonly string[];
  readonly messages: readonly string[];
  readonly error: { readonly name: string; readonly stack: readonly string[] };
};

/** A script that is loaded before the program, and makes one of its functions fail. */
function mistake(folder: string, code: string): string {
  const file = path.join(folder, 'mistake.mjs');
  writeFileSync(
    file,
    `import { isMainThread } from 'node:worker_threads';\nif (isMainThread) {\n${code}\n}\n`,
  );
  return `--import ${file}`;
}

function reportsIn(state: string): readonly { readonly file: string; readonly text: string }[] {
  const folder = path.join(state, 'inquest/reports');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => {
    const file = path.join(folder, name);
    return { file, text: readFileSync(file, 'utf8') };
  });
}

const FAILING = `process.stdout.write = () => { throw ${ERROR}; };`;

describe('a mistake of our own', () => {
  commands.write('small.jsonl', toLines(SMALL));

  async function failing(state: string): Promise<string> {
    const env = { NODE_OPTIONS: mistake(commands.folder, FAILING), XDG_STATE_HOME: state };
    const args = ['list', 'small.jsonl', '-q', 'unethical', '--limit=2', '--no-cache'];
    const { code, stderr } = await commands.run(args, { env });
    expect(code).toBe(2);
    return stderr;
  }

  it('in a command is said in one line, with the place of a report without any text', async () => {
    const state = path.join(commands.folder, 'state');
    const stderr = await failing(state);
    const [report, more] = reportsIn(state);
    expect(more).toBeUndefined();
    expect(stderr).toContain(`a report without transcript text is in ${report?.file}`);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^inquest: something went wrong inside: /);
    expect(report?.text).not.toContain(SECRET);
    expect(report?.text).not.toContain('unethical');
    expect(report?.text).not.toContain('small.jsonl');
    expect(report?.text).not.toContain(commands.folder);
    const { command, options, error } = JSON.parse(report?.text ?? '') as Report;
    expect(command).toBe('list');
    expect(options).toEqual(['-q', '--limit', '--no-cache']);
    expect(error.name).toBe('TypeError');
    expect(error.stack.join('\n')).toMatch(/src\/process\/output\.ts:\d+:\d+/);
    expect(statSync(report?.file ?? '').mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(report?.file ?? '')).mode & 0o777).toBe(0o700);
  });

  it('keeps the newest twenty reports, and nothing else is deleted', async () => {
    const state = path.join(commands.folder, 'state-full');
    const folder = path.join(state, 'inquest/reports');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path.join(folder, 'mine.txt'), '');
    for (let day = 1; day <= 25; day += 1) {
      const name = `2020-01-${String(day).padStart(2, '0')}T00-00-00-000Z-1.json`;
      writeFileSync(path.join(folder, name), '');
    }
    await failing(state);
    const left = readdirSync(folder).toSorted();
    expect(left).toContain('mine.txt');
    expect(left).toHaveLength(21);
    expect(left[0]).toBe('2020-01-07T00-00-00-000Z-1.json');
  });

  it('is said also where no report can be written', async () => {
    const state = path.join(commands.folder, 'state-file');
    writeFileSync(state, '');
    chmodSync(state, 0o400);
    expect(await failing(state)).toMatch(/no report could be written/);
  });

  it('in the viewer tells what kinds of messages came last, and not what was typed', async () => {
    const file = path.join(viewers.folder, 'small.jsonl');
    writeFileSync(file, toLines(SMALL));
    const code = `const { includes } = Array.prototype;
      Array.prototype.includes = function (value, ...rest) {
        if (value === 'T') throw ${ERROR};
        return includes.call(this, value, ...rest);
      };`;
    const terminal = viewers.start([file], {
      columns: 200,
      env: { NODE_OPTIONS: mistake(viewers.folder, code) },
    });
    await terminal.until('judge-failed  beta');
    terminal.type('T');
    expect(await terminal.exit).toMatchObject({ code: 2 });
    const [report] = reportsIn(path.join(viewers.folder, 'state'));
    await terminal.until('a report without transcript text is in');
    expect(report?.text).not.toContain(SECRET);
    expect(report?.text).not.toContain('small.jsonl');
    const { command, messages, error } = JSON.parse(report?.text ?? '') as Report;
    expect(command).toBe('view');
    expect(messages.at(-1)).toMatch(/^[a-z]+$/);
    expect(error.stack.join('\n')).toContain('dist/');
  });
});
