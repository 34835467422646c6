/** What other programs read of the exports of an audit: each file opened by the rules of its reader. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAudit } from '../../src/audit-files/append.ts';
import { createPlace } from '../cli/support.ts';
import { trialOf } from '../support/trials.ts';

const LONG = { timeout: 120_000 };
const PYTHON = ['/usr/bin/python3', 'python3'].find(
  (one) => spawnSync(one, ['-c', 'import pandas']).status === 0,
);
if (PYTHON === undefined) process.stdout.write('skipped: no Python with pandas\n');

const place = createPlace();
const fileOf = (name: string): string => path.join(place.folder, name);
/** What a spreadsheet, a CSV reader or a table would stumble over. */
const NOTES = ['=1+1', 'two\nlines', 'a "quote", and a comma', '', 'ünï 😀 | & % $ # _ ~'];
const TRIALS = Array.from({ length: 24 }, (_, at) =>
  trialOf({
    id: `log/${at}`,
    model: at % 2 === 0 ? 'gpt-9' : 'a_b & c%',
    condition: 'a_b & <c>%',
    sample: at % 3 === 0 ? at : `s-${at}`,
    outcome: at < 12 ? 'harmful' : 'safe',
    reasoning: `This is trial ${at}.`,
    meta: {
      epoch: 1 + (at % 2),
      log: { eval_id: 'QV3sMm5tTpv7b5YBmUxLk5' },
      ...(at % 4 === 0 ? { uuid: `u${at}AbCdEfGhIjKlMnOpQrSt` } : {}),
    },
  }),
);
const run = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await place.run(['audit', ...args]);
  expect(code, stderr).toBe(0);
  return stdout;
};

beforeAll(async () => {
  place.write('trials.jsonl', TRIALS.map((trial) => `${JSON.stringify(trial)}\n`).join(''));
  await run(
    'new',
    'trials.jsonl',
    '--sample',
    '22',
    '--seed',
    '7',
    '--auditor',
    'anna,ben',
    '-o',
    'one',
  );
  for (const auditor of ['anna', 'ben']) {
    const writer = await openAudit(fileOf(`one-${auditor}.audit.jsonl`), () => new Date());
    for (const { item, content, shown } of writer.audit().items) {
      const note = NOTES[item % NOTES.length] ?? '';
      const differs = auditor === 'ben' && item === 3;
      await writer.append({
        type: 'answer',
        item,
        content,
        shown,
        ...(item === 5
          ? { cannot: { reason: 'ambiguous' } }
          : { outcome: (item % 4 === 0) !== differs ? 'safe' : 'harmful' }),
        confidence: 2,
        ...(note === '' ? {} : { note }),
        evidence: [
          {
            turn: 6,
            start: 0,
            end: 4,
            exact: 'This',
            prefix: '',
            suffix: ',"',
            textHash: 'a'.repeat(64),
          },
        ],
      });
    }
    await writer.close();
    await run('close', `one-${auditor}.audit.jsonl`);
  }
  const files = ['one-anna.audit.jsonl', 'one-ben.audit.jsonl'];
  for (const [to, name] of [
    ['csv', 'answers.csv'],
    ['scout', 'scout.csv'],
    ['inspect', 'scores.jsonl'],
    ['inspect-edits', 'edits.jsonl'],
    ['jsonl', 'native.jsonl'],
  ] as const) {
    const more = to === 'scout' ? ['--split', '0.5'] : [];
    await run('export', ...files, '--to', to, '-o', name, ...more);
  }
  writeFileSync(fileOf('report.md'), await run('report', ...files, '--by', 'model', '--md'));
  writeFileSync(fileOf('report.tex'), await run('report', ...files, '--by', 'model', '--tex'));
  writeFileSync(fileOf('report.csv'), await run('report', ...files, '--by', 'model', '--csv'));
  await run('report', ...files, '--by', 'condition', '--svg', 'report.svg');
}, 120_000);

/** What a Python program prints as JSON. */
function python(program: string): unknown {
  const ran = spawnSync(PYTHON ?? '', ['-c', program], { cwd: place.folder, encoding: 'utf8' });
  expect(ran.stderr).toBe('');
  return JSON.parse(ran.stdout);
}
const linesOf = (name: string): readonly Record<string, unknown>[] =>
  readFileSync(fileOf(name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe.skipIf(PYTHON === undefined)('read by pandas', () => {
  it('has a row an answer, weights that add up to the population, and no formula', LONG, () => {
    const found = python(`
import pandas as pd, json
t = pd.read_csv("answers.csv")
a = t[t.auditor == "anna"]
print(json.dumps({
  "columns": list(t.columns), "rows": len(t),
  "weights": float(a.weight.sum()), "population": int(a.drop_duplicates("stratum").stratum_size.sum()),
  "harmful": sorted(set(t.human_harmful.dropna().astype(int))), "cannot": int(t.human_harmful.isna().sum()),
  "notes": sorted(set(t.note.dropna())), "evidence": json.loads(t.evidence[0])[0]["suffix"],
  "models": sorted(set(t.model)), "times": str(pd.to_datetime(t.answered_at).dtype)}))`) as Record<
      string,
      unknown
    >;
    expect(found).toMatchObject({
      rows: 44,
      population: 24,
      harmful: [0, 1],
      cannot: 2,
      evidence: ',"',
      models: ['a_b & c%', 'gpt-9'],
      times: 'datetime64[ns, UTC]',
      notes: [`'=1+1`, 'a "quote", and a comma', 'two\nlines', 'ünï 😀 | & % $ # _ ~'],
    });
    expect(found['weights']).toBeCloseTo(24, 9);
    expect(found['columns']).toContain('human_harmful');
  });

  it('is a validation set as Scout reads one', LONG, () => {
    const found = python(`
import pandas as pd, json
t = pd.read_csv("scout.csv")
assert set(t.columns) <= {"id", "target", "split", "predicate"}, t.columns
assert t.target.notna().all() and t.target.dtype == bool
# A comma in an id names several transcripts; numbers lose their leading zeros.
assert t.id.map(lambda one: isinstance(one, str) and "," not in one).all()
assert t.id.is_unique and set(t.split) <= {"test", "train"}
print(json.dumps({"n": len(t), "harmful": int(t.target.sum()), "ids": sorted(t.id)[-3:]}))`) as Record<
      string,
      unknown
    >;
    // Undecided trials are left out: one that nobody could judge, and one that both judged otherwise.
    expect(found).toMatchObject({ n: 20 });
    expect(found['ids']).toEqual(expect.arrayContaining([expect.stringMatching(/^u\d+AbC/)]));
  });

  it('has the table of a paper', LONG, () => {
    const found = python(`
import pandas as pd, json
t = pd.read_csv("report.csv")
print(json.dumps({"groups": list(t.group), "population": int(t.population.iloc[-1])}))`);
    expect(found).toEqual({ groups: ['a_b & c%', 'gpt-9', 'all'], population: 24 });
  });
});

describe('records for Inspect', () => {
  const one = (record: Record<string, unknown>, id: string): string =>
    JSON.stringify([record[id], record['epoch']]);

  it('are scores of `precomputed_scores()`: known fields, a value, one a sample and epoch', () => {
    const scores = linesOf('scores.jsonl');
    expect(scores).toHaveLength(20);
    const known = ['id', 'value', 'epoch', 'answer', 'explanation', 'metadata'];
    for (const score of scores) {
      expect(Object.keys(score).filter((name) => !known.includes(name))).toEqual([]);
      expect([0, 1]).toContain(score['value']);
      expect(['string', 'number']).toContain(typeof score['id']);
      expect(score['metadata']).toMatchObject({ confidence: 2, auditor: 'anna, ben' });
    }
    expect(new Set(scores.map((score) => one(score, 'id'))).size).toBe(20);
  });

  it('are arguments of `edit_score()` under a score of its own', () => {
    const edits = linesOf('edits.jsonl');
    expect(edits).toHaveLength(20);
    for (const edit of edits) {
      const { sample_id: _, epoch: __, score_name: name, edit: score, ...others } = edit;
      expect(others).toEqual({});
      expect(name).toBe('human_audit');
      const {
        value,
        answer,
        explanation: ___,
        metadata,
        provenance,
        ...rest
      } = score as Record<string, unknown>;
      expect(rest).toEqual({});
      expect([0, 1]).toContain(value);
      expect(['harmful', 'safe']).toContain(answer);
      expect(metadata).toMatchObject({ confidence: 2 });
      const { author, timestamp, reason } = provenance as Record<string, string>;
      expect([author, reason]).toEqual(['anna, ben', 'blind audit']);
      expect(new Date(timestamp ?? '').toISOString()).toBe(timestamp);
    }
  });
});

describe('other forms', () => {
  it('are native trials, with their verdicts and what people said', async () => {
    const trials = linesOf('native.jsonl');
    expect(trials).toHaveLength(22);
    for (const trial of trials) {
      const before = TRIALS.find(({ id }) => id === trial['id']);
      expect(trial['verdict']).toEqual(before?.verdict);
      expect(trial['turns']).toEqual(before?.turns);
      const { audit } = trial['meta'] as { audit: readonly Record<string, unknown>[] };
      expect(audit.map(({ auditor }) => auditor)).toEqual(['anna', 'ben']);
    }
    expect((await place.run(['check', 'native.jsonl'])).code).toBe(0);
  });

  it('are tables of as many cells in each row, with nothing that would act in them', () => {
    const table = readFileSync(fileOf('report.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    const cells = table.map((line) => line.replaceAll('\\|', '').split('|').length);
    expect(new Set(cells).size).toBe(1);
    const tex = readFileSync(fileOf('report.tex'), 'utf8');
    const [, body = ''] = /\\midrule([^]*)\\bottomrule/.exec(tex) ?? [];
    const rows = body.split('\\\\').filter((row) => row.includes('&'));
    expect(rows.length).toBeGreaterThanOrEqual(3);
    const columns = rows.map((row) => row.replaceAll('\\&', '').split('&').length);
    expect(new Set(columns).size).toBe(1);
    expect(body).toContain(String.raw`a\_b \& c\%`);
    expect(body.replaceAll(/\\[&%$#_{}]/g, '')).not.toMatch(/[%$#_]/);
  });

  it('are a picture that is XML', () => {
    const svg = readFileSync(fileOf('report.svg'), 'utf8');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain('a_b &amp; &lt;c&gt;%');
    if (PYTHON === undefined) return;
    const root = python(`
import xml.etree.ElementTree as E, json
print(json.dumps(E.parse("report.svg").getroot().tag))`);
    expect(root).toBe('{http://www.w3.org/2000/svg}svg');
  });
});
