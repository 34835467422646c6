/** `--follow`: rows and hits as they come, until Ctrl-C. */
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { trialOf } from '../support/trials.ts';
import { createPlace, SOURCES, toLines } from './support.ts';

const place = createPlace();

function trial(id: string, thought: string): ReturnType<typeof trialOf> {
  return trialOf({ id, model: 'a', verdict: { outcome: 'safe' }, reasoning: thought });
}

/** Runs a command; `next` gives its lines one after the other. */
function follow(args: readonly string[]): {
  readonly next: () => Promise<string>;
  /** Ctrl-C; gives the exit code. */
  readonly stop: () => Promise<number | null>;
} {
  const child = spawn(process.execPath, [SOURCES, ...args, '--follow'], {
    cwd: place.folder,
    env: place.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    next: async () => String((await lines.next()).value),
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

describe('--follow', () => {
  it('prints the trials that come, each once', async () => {
    place.write('list.jsonl', toLines([trial('one', 'risky')]));
    const { next, stop } = follow(['list', 'list.jsonl', '--jsonl', '-q', 'in:reasoning risky']);
    const id = async (): Promise<unknown> => (JSON.parse(await next()) as { id: unknown }).id;
    expect(await id()).toBe('one');
    const file = path.join(place.folder, 'list.jsonl');
    appendFileSync(file, toLines([trial('two', 'calm'), trial('three', 'risky')]));
    expect(await id()).toBe('three');
    appendFileSync(file, toLines([trial('four', 'so risky')]));
    expect(await id()).toBe('four');
    expect(await stop()).toBe(130);
  });

  it('prints no trial again where a file is written anew, and those that changed once more', async () => {
    const [one, two] = [trial('one', 'risky'), trial('two', 'calm')];
    place.write('anew.json', JSON.stringify([one, two]));
    const { next, stop } = follow(['list', 'anew.json', '--jsonl', '--columns', 'id,outcome']);
    const row = async (): Promise<unknown> => {
      const { id, outcome } = JSON.parse(await next()) as { id: string; outcome: string };
      return `${id} ${outcome}`;
    };
    expect([await row(), await row()]).toEqual(['one safe', 'two safe']);
    const changed = { ...two, verdict: { outcome: 'harmful' } };
    place.write('anew.json', JSON.stringify([one, changed, trial('three', 'calm')]));
    expect([await row(), await row()]).toEqual(['two harmful', 'three safe']);
    expect(await stop()).toBe(130);
  });

  it('keeps the columns of the table', async () => {
    place.write('table.jsonl', toLines([trial('one', 'risky')]));
    const { next, stop } = follow(['list', 'table.jsonl']);
    const names = await next();
    const first = await next();
    appendFileSync(path.join(place.folder, 'table.jsonl'), toLines([trial('two', 'calm')]));
    const second = await next();
    expect(names.indexOf('model')).toBe(first.indexOf('a', 3));
    expect(second).toBe(first.replace('one', 'two'));
    expect(await stop()).toBe(130);
  });

  it('prints the hits that come', async () => {
    place.write('search.jsonl', toLines([trial('one', 'quite risky')]));
    const { next, stop } = follow(['search', 'risky', 'search.jsonl', '--jsonl']);
    const hit = async (): Promise<unknown> =>
      (JSON.parse(await next()) as { trial: unknown }).trial;
    expect(await hit()).toBe('one');
    appendFileSync(
      path.join(place.folder, 'search.jsonl'),
      toLines([trial('two', 'nothing'), trial('three', 'very risky')]),
    );
    expect(await hit()).toBe('three');
    expect(await stop()).toBe(130);
  });

  it('ends when as many as asked for have come', async () => {
    place.write('limit.jsonl', toLines([trial('one', 'risky'), trial('two', 'risky too')]));
    for (const args of [['list'], ['search', 'risky']]) {
      const { code, stdout } = await place.run([
        ...args,
        'limit.jsonl',
        '--jsonl',
        '--follow',
        '--limit',
        '2',
      ]);
      expect(code).toBe(0);
      expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    }
  });

  it('cannot end a JSON document', async () => {
    for (const args of [['list'], ['search', 'risky']]) {
      const { code, stderr } = await place.run([...args, 'limit.jsonl', '--json', '--follow']);
      expect([code, stderr]).toEqual([
        2,
        'inquest: --json is one document, which --follow never ends; use --jsonl\n',
      ]);
    }
  });
});
