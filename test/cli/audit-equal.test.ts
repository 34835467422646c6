import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAudit } from '../../src/audit-files/append.ts';
import { trialOf } from '../support/trials.ts';
import { createPlace } from './support.ts';

const place = createPlace();
const file = (name: string): string => path.join(place.folder, name);
const run = async (
  line: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> =>
  place.run(['audit', ...line.split(' ')]);
const write = (name: string, trials: readonly object[]): string =>
  place.write(name, trials.map((trial) => `${JSON.stringify(trial)}\n`).join(''));

/** Two models whose trials say the same ten things, twice each, and are judged differently. */
const trials = ['a', 'b'].flatMap((model) =>
  Array.from({ length: 20 }, (_, at) =>
    trialOf({
      // Those of the other model come first in the order of ids.
      id: `${model === 'a' ? 'z' : 'c'}${at}`,
      model: `model-${model}`,
      outcome: (model === 'a' ? at % 2 : at % 3) === 0 ? 'harmful' : 'safe',
      reasoning: `It is the text ${at % 10}.`,
    }),
  ),
);

async function drawn(name: string, query: string, source: string): Promise<void> {
  const made = await run(`new ${source} -q ${query} --sample 8 --seed 7 --auditor anna -o ${name}`);
  expect(made.stderr).toBe('');
  expect(made.code).toBe(0);
  const writer = await openAudit(file(`${name}.audit.jsonl`), () => new Date());
  for (const { item, content, shown } of writer.audit().items) {
    await writer.append({ type: 'answer', item, content, shown, outcome: 'harmful' });
  }
  await writer.close();
  expect(await run(`close ${name}.audit.jsonl`)).toMatchObject({ code: 0 });
}

describe('trials of equal content', () => {
  it('are found again though the query leaves some of them out', async () => {
    write('equal.jsonl', trials);
    await drawn('one', 'model:model-a', 'equal.jsonl');
    const verified = await run('verify one.audit.jsonl equal.jsonl');
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.stdout).toContain('as they were when the sample was drawn');
    expect(verified.stdout).toContain('the same 20 trials');
    const report = await run('report one.audit.jsonl --data equal.jsonl --json');
    expect(report.stdout).not.toContain('W11');
    const exported = await run('export one.audit.jsonl --to jsonl --data equal.jsonl');
    const models = exported.stdout.match(/"model":"[^"]+"/g);
    expect(new Set(models)).toEqual(new Set(['"model":"model-a"']));
  });

  it('are told apart when one is judged anew, is added, or is gone', async () => {
    const [first] = trials.filter(({ model }) => model === 'model-a');
    write('again.jsonl', trials);
    await drawn('two', 'model:model-a', 'again.jsonl');
    write('again.jsonl', [{ ...first, id: '0', model: 'model-a' }, ...trials]);
    expect((await run('verify two.audit.jsonl again.jsonl')).stdout).toContain(
      '1 trials were added since, 0 are not in it any more',
    );
    const texts = trials.filter(({ id }) => id !== 'z0' && id !== 'z10');
    write('again.jsonl', texts);
    const gone = await run('verify two.audit.jsonl again.jsonl');
    expect(gone.stdout).toContain('0 trials were added since, 2 are not in it any more');
  });
});

describe('files of an audit', () => {
  it.each([
    'export one.audit.jsonl --to csv -o ./one.audit.jsonl',
    'export one.audit.jsonl --to scout -o one.key.jsonl',
    'report one.audit.jsonl --svg one.key.jsonl',
    'report one.audit.jsonl --svg ./one.audit.jsonl',
  ])('are not written over: %s', async (line) => {
    const names = ['one.audit.jsonl', 'one.key.jsonl'].map(file);
    const before = names.map((name) => readFileSync(name, 'utf8'));
    const ran = await run(line);
    expect(ran.stderr).toContain('is one of the files read');
    expect(ran.code).toBe(2);
    expect(names.map((name) => readFileSync(name, 'utf8'))).toEqual(before);
  });
});

describe('a sample of a query by verdict', () => {
  it('goes on and is exported after its trials were judged anew', async () => {
    write('harmful.jsonl', trials);
    await drawn('three', 'verdict:harmful', 'harmful.jsonl');
    writeFileSync(
      file('harmful.jsonl'),
      readFileSync(file('harmful.jsonl'), 'utf8').replaceAll('"harmful"', '"safe"'),
    );
    const exported = await run('export three.audit.jsonl --to jsonl');
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    expect(exported.stdout.trim().split('\n')).toHaveLength(8);
    const verified = await run('verify three.audit.jsonl harmful.jsonl');
    expect(verified.stdout).toContain('8 re-judged since');
    expect(verified.code).toBe(0);
  });
});
