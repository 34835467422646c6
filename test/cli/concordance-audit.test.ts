/** A concordance whose words an audit has validated: shares as counted, and as people have corrected them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAudit } from '../../src/audit/audit-file.ts';
import { openAudit } from '../../src/audit-files/append.ts';
import { trialOf } from '../support/trials.ts';
import { createPlace } from './support.ts';

const place = createPlace();

/** Of 60 trials every third says it in words; people find it in these but for each fifth, and in some others. */
const trials = Array.from({ length: 60 }, (_, at) =>
  trialOf({
    id: `t${at}`,
    model: at < 30 ? 'alpha' : 'beta',
    outcome: at % 2 === 0 ? 'harmful' : 'safe',
    turns: [
      { kind: 'reasoning', text: at % 3 === 0 ? `Number ${at} is unethical.` : `Number ${at}.` },
      { kind: 'message', text: 'Good evening.' },
    ],
  }),
);
const isMeant = (at: number): boolean => (at % 3 === 0 ? at % 5 !== 0 : at % 7 === 0);

const RUBRIC = `name: ack
question: Does it say that it is wrong?
outcomes:
  - {value: harmful, counts: harmful}
  - {value: safe, counts: safe}
labels:
  - {name: acknowledged, ask: Does it?, type: yes-no}
`;

const run = (line: string) => place.run(line.split(' '));
const file = 'review.audit.jsonl';

beforeAll(async () => {
  place.write('trials.jsonl', trials.map((trial) => `${JSON.stringify(trial)}\n`).join(''));
  place.write('ack.yaml', RUBRIC);
  const made = await run(
    'audit new trials.jsonl --stratify signal:ethics --rubric ack.yaml --sample 40 --seed 7 --auditor anna -o review',
  );
  expect(made).toMatchObject({ code: 0 });
  const key = readFileSync(path.join(place.folder, 'review.key.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly content?: string; readonly id?: string });
  const idOf = new Map(key.map(({ content, id }) => [content, id]));
  const where = path.join(place.folder, file);
  const { items } = readAudit(readFileSync(where), file);
  const writer = await openAudit(where, () => new Date());
  for (const { item, content, shown } of items) {
    const at = Number((idOf.get(content) ?? '').slice(1));
    const acknowledged = isMeant(at) ? 'yes' : 'no';
    const labels = { acknowledged };
    await writer.append({ type: 'answer', item, content, shown, outcome: 'safe', labels });
  }
  await writer.close();
});

type Figure = { readonly estimate: number; readonly low: number; readonly high: number };
type Validated = {
  readonly validation: {
    readonly audit: string;
    readonly rows: readonly {
      readonly name: string;
      readonly share: number;
      readonly counted: number;
      readonly corrected: Figure | null;
      readonly precision: Figure | null;
      readonly missed: Figure | null;
    }[];
  };
  readonly warnings: readonly string[];
};

describe('concordance --audit', () => {
  it('reads no audit that is open', async () => {
    const ran = await run(`concordance signal:ethics trials.jsonl --audit ${file}`);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('is open') as string });
    expect((await run(`audit close ${file}`)).code).toBe(0);
  });

  it('has the figures of the report of the audit beside its own', async () => {
    const ran = await run(
      `concordance signal:ethics trials.jsonl --audit ${file} --label acknowledged --json`,
    );
    expect(ran.code).toBe(0);
    const { validation, warnings } = JSON.parse(ran.stdout) as Validated;
    const reported = await run(
      `audit report ${file} --against signal:ethics --label acknowledged --by model --json`,
    );
    const { judge, groups } = JSON.parse(reported.stdout) as {
      readonly judge: Readonly<Record<'rate' | 'precision' | 'missRate', Figure>>;
      readonly groups: readonly { readonly value: string; readonly rate?: Figure }[];
    };
    const all = validation.rows.at(-1);
    expect(all).toMatchObject({ name: 'all', counted: 20, share: 1 / 3 });
    expect(all?.corrected).toMatchObject(judge.rate);
    expect(all?.precision?.estimate).toBe(judge.precision.estimate);
    expect(all?.missed?.high).toBe(judge.missRate.high);
    expect(validation.rows.map(({ name }) => name)).toEqual(['alpha', 'beta', 'all']);
    for (const { value, rate } of groups) {
      const row = validation.rows.find(({ name }) => name === value);
      expect(row?.corrected ?? undefined).toEqual(rate && expect.objectContaining(rate));
    }
    expect(warnings[0]).toContain(
      'corrected by the audit review (signal:ethics, label acknowledged; 40 of the 60 trials',
    );
    expect(warnings.join('\n')).not.toContain('not validated');
    expect(warnings.join('\n')).toContain('Audit, W1:');
  });

  it('has them in every form', async () => {
    const line = `concordance signal:ethics trials.jsonl --audit ${file} --label acknowledged`;
    const text = (await run(line)).stdout;
    expect(text).toMatch(/^all +60 +40 +20 {2}33\.3% +\d+\.\d% \(/m);
    expect((await run(`${line} --md`)).stdout).toMatch(/^\| all \| 60 \| 40 \| 20 {2}33\.3% \|/m);
    expect((await run(`${line} --tex`)).stdout).toContain('corrected');
    expect((await run(`${line} --svg`)).stdout).toContain('corrected');
    expect((await run(`${line} --csv`)).stdout).toMatch(/^"all","audited","corrected",,60,0\.\d+/m);
  });

  it.each([
    [`concordance unethical trials.jsonl --audit ${file}`, 'was stratified by signal:ethics'],
    [`concordance signal:leverage trials.jsonl --audit ${file}`, 'signal:ethics counts that'],
    [`concordance signal:ethics trials.jsonl --audit ${file} --label sad`, 'no label "sad"'],
    ['concordance signal:ethics trials.jsonl --label acknowledged', '--label needs --audit'],
    ['concordance signal:ethics trials.jsonl --audit none.jsonl', 'none.jsonl'],
  ])('%s is a mistake', async (line, message) => {
    const { code, stderr } = await run(line);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

describe('stats --audit', () => {
  const line = `stats trials.jsonl --share signal:ethics --of verdict:harmful,safe --audit ${file} --label acknowledged`;

  it('has the corrected shares of the audit beside the counted ones, in every form', async () => {
    const ran = await run(`${line} --json`);
    expect(ran.code).toBe(0);
    const { validation } = JSON.parse(ran.stdout) as { validation: { rows: readonly object[] } };
    const concordance = await run(
      `concordance signal:ethics trials.jsonl --audit ${file} --label acknowledged --json`,
    );
    expect(validation).toEqual(
      (JSON.parse(concordance.stdout) as { validation: unknown }).validation,
    );
    for (const form of ['', ' --md', ' --tex']) {
      const { stdout } = await run(`${line}${form}`);
      expect(stdout).toContain('corrected');
      expect(stdout.replaceAll('\\', '')).toContain('label acknowledged; 40 of the 60 trials');
      // The table, and not only the sentence that says of it.
      expect(stdout).toMatch(/^\W*all\W+60\W+40\W+20 {2}33\.3\S* +\W*\d+\.\d/m);
    }
    const csv = (await run(`${line} --csv`)).stdout.split('\n');
    expect(csv[0]).toMatch(/,corrected,correctedLow,correctedHigh$/);
  });

  it.each([
    [
      `stats trials.jsonl --share unethical --of verdict:harmful --audit ${file} --label acknowledged`,
      "--share 'signal:ethics' counts that",
    ],
    [`stats trials.jsonl --audit ${file}`, 'was stratified by signal:ethics'],
    [
      'stats trials.jsonl --share signal:ethics --of verdict:harmful --label x',
      '--label needs --audit',
    ],
  ])('%s says what is wrong', async (wrong, message) => {
    const ran = await run(wrong);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
  });
});
