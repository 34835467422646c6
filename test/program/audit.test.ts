/** A review in a terminal: what it shows, what it never shows, and what is on the disk. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAudit, type AuditFile } from '../../src/audit/audit-file.ts';
import { openAudit } from '../../src/audit-files/append.ts';
import type { Trial } from '../../src/trial/types.ts';
import { KEYS, openInquest, ROOT, type TestTerminal } from '../support/terminal.ts';
import { trialOf } from '../support/trials.ts';

const LONG = { timeout: 120_000 };
/** Stands in everything that must not be seen. */
const CANARY = 'quetzal';
const TRIALS: readonly Trial[] = Array.from({ length: 12 }, (_, at) => hiddenTrial(at));

/** A trial whose every secret is the canary. */
function hiddenTrial(at: number): Trial {
  const trial = trialOf({
    id: `${CANARY}/id/${at}`,
    model: `${CANARY}-9-mini`,
    outcome: at % 2 === 0 ? 'harmful' : 'safe',
    scenario: `${CANARY}-scenario`,
    condition: `${CANARY}-condition`,
    sample: `${CANARY}-sample`,
    instruction: `${CANARY}-instruction`,
    startedAt: `2025-01-01 ${CANARY}`,
    tags: [CANARY],
    meta: { [CANARY]: CANARY },
    verdict: {
      label: CANARY,
      rationale: `Because of ${CANARY}.`,
      by: CANARY,
      scores: { [CANARY]: 7 },
      quotes: [{ turn: 6, text: 'made-up', note: CANARY }],
      gates: [{ name: CANARY, label: CANARY, passed: true }],
    },
    reasoning: `I am Quetzal 9 mini, and this is trial ${at}. I ought not to do this.`,
  });
  const turns = trial.turns.map((turn) => ({
    ...turn,
    ref: CANARY,
    raw: CANARY,
    meta: { a: CANARY },
  }));
  return { ...trial, turns };
}

let folder: string;
let env: Record<string, string>;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-audit-'));
  env = {
    HOME: folder,
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    XDG_STATE_HOME: path.join(folder, 'state'),
    XDG_DATA_HOME: path.join(folder, 'data'),
  };
  writeFileSync(
    path.join(folder, `${CANARY}.jsonl`),
    TRIALS.map((trial) => `${JSON.stringify(trial)}\n`).join(''),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function command(...args: readonly string[]): string {
  const ran = spawnSync(process.execPath, [path.join(ROOT, 'bin/inquest'), 'audit', ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  expect(ran.stderr).toBe('');
  expect(ran.status).toBe(0);
  return ran.stdout;
}

function drawn(...args: readonly string[]): void {
  // The bystander draws: the auditor is told nothing of it.
  command('new', `${CANARY}.jsonl`, '--seed', '7', '--auditor', 'anna', '-o', 'review', ...args);
}

function review(
  size: { columns: number; rows: number } = { columns: 80, rows: 24 },
  more = {},
): TestTerminal {
  return openInquest(['audit', 'run', 'review.audit.jsonl'], {
    ...size,
    cwd: folder,
    env: { ...env, ...more },
  });
}

function audit(): AuditFile {
  const file = path.join(folder, 'review.audit.jsonl');
  return readAudit(readFileSync(file), file);
}

/** Files that hold a word, but those that hold the collection itself. */
function filesWith(word: string): readonly string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((name) => {
    if (!statSync(path.join(folder, name)).isFile()) return false;
    if (name === `${CANARY}.jsonl` || name === 'review.key.jsonl') return false;
    // The index of the collection: `audit new` made it, and a review adds nothing to it.
    if (name.startsWith('cache/inquest/')) return false;
    return readFileSync(path.join(folder, name)).toString('latin1').toLowerCase().includes(word);
  });
}

/** Reads a whole trial, with everything that can be looked at in it. */
const LOOK = `gere${KEYS.right}RRa${KEYS.left}MHq?qOq/ought${KEYS.enter}nNV`;

describe('a review', () => {
  it.each([
    [80, 24, {}],
    [120, 40, {}],
    [200, 60, {}],
    [80, 24, { INK_SCREEN_READER: 'true' }],
  ])('shows nothing that gives a trial away at %ix%i %o', LONG, async (columns, rows, more) => {
    drawn('--sample', '6');
    const terminal = review({ columns, rows }, more);
    await terminal.until('trial 1 of 6');
    for (let item = 1; item <= 6; item += 1) {
      terminal.type(LOOK);
      await terminal.until(new RegExp(`trial ${item} of 6[^]*evidence turn`));
      terminal.type(`1${KEYS.enter}`);
      await terminal.until(item < 6 ? `trial ${item + 1} of 6` : 'all 6 answered');
    }
    terminal.type('q');
    expect((await terminal.exit).code).toBe(0);
    expect(terminal.raw()).toContain('▒▒▒▒');
    expect(terminal.raw().toLowerCase()).not.toContain(CANARY);
    expect(filesWith(CANARY)).toEqual([]);
    expect(audit().answers.size).toBe(6);
    command('verify', 'review.audit.jsonl', `${CANARY}.jsonl`);
  });

  it('takes sixty trials by keys alone, and shows no verdict before the end', LONG, async () => {
    const many = Array.from({ length: 130 }, (_, at) => hiddenTrial(at));
    const lines = many.map((trial) => `${JSON.stringify(trial)}\n`);
    writeFileSync(path.join(folder, `${CANARY}.jsonl`), lines.join(''));
    drawn('--sample', '60');
    const terminal = review();
    await terminal.until('trial 1 of 60');
    const skipped = [7, 23];
    for (let item = 1; item <= 60; item += 1) {
      const before = item - skipped.filter((one) => one < item).length;
      if (skipped.includes(item)) terminal.type(`sLater${KEYS.enter}`);
      else {
        // Something of everything that an auditor does, over the sixty trials.
        if (item % 3 === 0) terminal.type(`rV`);
        if (item % 5 === 0) terminal.type(`cNote ${item}${KEYS.ctrlD}`);
        if (item % 7 === 0) terminal.type(`e${KEYS.right}/trial${KEYS.enter}n`);
        if (item % 10 === 0) terminal.type('R+fR');
        const answer = item % 11 === 0 ? '31' : item % 2 === 0 ? '1' : '2';
        terminal.type(`${answer}${KEYS.enter}`);
      }
      const isLast = item === 60;
      await terminal.until(isLast ? /trial 7 of 60/ : new RegExp(`trial ${item + 1} of 60 `));
      if (!isLast && !skipped.includes(item))
        expect(terminal.text()).toContain(`${before} answered`);
    }
    // What was skipped comes again.
    terminal.type(`1${KEYS.enter}`);
    await terminal.until('trial 23 of 60');
    terminal.type(`2${KEYS.enter}`);
    await terminal.until('all 60 answered');
    // An answer is changed before the end.
    terminal.type(`Og${KEYS.enter}`);
    await terminal.until('trial 1 of 60');
    terminal.type(`1${KEYS.enter}`);
    await terminal.until('all 60 answered');
    expect(terminal.raw().toLowerCase()).not.toContain(CANARY);
    expect(filesWith(CANARY)).toEqual([]);
    terminal.type(KEYS.enter);
    await terminal.until('The audit is closed');
    terminal.type('q');
    expect((await terminal.exit).code).toBe(0);
    const { answers, close, chain } = audit();
    expect(chain.ok).toBe(true);
    expect(answers.size).toBe(60);
    expect(close).toMatchObject({ given: 60, open: 0, cannot: 5 });
    expect(command('report', 'review.audit.jsonl')).toContain('60 drawn of 130');
  });

  it('gives, changes, skips, flags and closes by keys', LONG, async () => {
    drawn('--sample', '4');
    const terminal = review();
    await terminal.until('trial 1 of 4');
    terminal.type(KEYS.enter);
    await terminal.until('no answer yet');
    terminal.type(`rvl${KEYS.enter}ll${KEYS.enter}1++f`);
    await terminal.until(/sure: ●●●[^]*flagged/);
    terminal.type(`cA comment${KEYS.enter}of two lines${KEYS.ctrlD}`);
    await terminal.until('note: A comment of two lines');
    terminal.type(KEYS.enter);
    await terminal.until('trial 2 of 4');
    terminal.type(`sToo long${KEYS.enter}`);
    await terminal.until('trial 3 of 4');
    terminal.type('32U1');
    await terminal.until('cannot judge: cut off');
    terminal.type(KEYS.enter);
    await terminal.until('trial 4 of 4');
    terminal.type(`2${KEYS.enter}`);
    // What was skipped comes again.
    await terminal.until('trial 2 of 4');
    terminal.type(`2${KEYS.enter}`);
    await terminal.until('all 4 answered');
    // Back to the first, another answer, and what was filled in is still there.
    terminal.type(`O${KEYS.up}${KEYS.up}${KEYS.up}g${KEYS.enter}`);
    await terminal.until(/trial 1 of 4[^]*▸harmful[^]*A comment/);
    terminal.type(`2${KEYS.enter}`);
    await terminal.until('all 4 answered');
    terminal.type(KEYS.enter);
    await terminal.until('The audit is closed');
    terminal.type('q');
    expect((await terminal.exit).code).toBe(0);
    const { answers, earlier, close, chain, skipped, flagged } = audit();
    expect(chain.ok).toBe(true);
    expect(close?.truth).toHaveLength(4);
    expect(skipped.size).toBe(0);
    expect([...flagged]).toEqual([1]);
    expect([...answers.values()].map(({ outcome, cannot }) => outcome ?? cannot?.reason)).toEqual(
      expect.arrayContaining(['safe', 'cut off']),
    );
    expect(earlier.get(1)?.[0]).toMatchObject({ outcome: 'harmful' });
    expect(answers.get(1)).toMatchObject({
      outcome: 'safe',
      confidence: 3,
      flagged: true,
      note: 'A comment\nof two lines',
      evidence: [{ exact: 'am ▒▒▒▒, and' }],
      revises: earlier.get(1)?.[0]?.seq,
    });
    // The place is that of the original text, in which the name is longer.
    const [evidence] = answers.get(1)?.evidence ?? [];
    const said = TRIALS[0]?.turns[5]?.text ?? '';
    expect([...said].slice(evidence?.start, evidence?.end).join('')).toBe('am Quetzal 9 mini, and');
    command('verify', 'review.audit.jsonl', `${CANARY}.jsonl`);
  });

  it('loses no answer that it called given when it is killed', LONG, async () => {
    drawn('--sample', '12', '--allocate', 'proportional');
    let given = 0;
    while (given < 12) {
      const terminal = review();
      await terminal.until(given === 0 ? 'trial 1 of 12' : `${given} answered`);
      terminal.type(`cNote ${given}${KEYS.ctrlD}1${KEYS.enter}`);
      given += 1;
      await terminal.until(given === 12 ? 'all 12 answered' : `${given} answered`);
      // In the middle of the next one.
      terminal.type(`2cHalf a not`);
      terminal.kill('SIGKILL');
      await terminal.exit;
      const { answers, chain } = audit();
      expect(chain.ok).toBe(true);
      expect(answers.size).toBe(given);
    }
  });

  it('tells of a second window, and saves nothing then', LONG, async () => {
    drawn('--sample', '4');
    const one = review();
    await one.until('trial 1 of 4');
    const other = review();
    await other.until('trial 1 of 4');
    other.type(`1${KEYS.enter}`);
    await other.until('trial 2 of 4');
    one.type(`2${KEYS.enter}`);
    await one.until('changed by another program');
    expect(one.text()).toContain('▸safe');
    one.type('q');
    other.type('q');
    await Promise.all([one.exit, other.exit]);
    expect(audit().chain.ok).toBe(true);
    expect(audit().answers.get(1)?.outcome).toBe('harmful');
  });

  it(
    'shows the verdict after each answer where the design says so, and counts nothing after it',
    LONG,
    async () => {
      drawn('--sample', '4', '--reveal', 'each');
      const terminal = review();
      await terminal.until('trial 1 of 4');
      terminal.type(`1${KEYS.enter}`);
      await terminal.until(/The verdict of this trial[^]*(harmful|safe) \(quetzal\)/);
      terminal.type(` `);
      await terminal.until('trial 2 of 4');
      terminal.type(`{2${KEYS.enter}`);
      await terminal.until('The verdict of this trial');
      terminal.type(' q');
      await terminal.exit;
      const { answers, records } = audit();
      expect(answers.get(1)?.outcome).toBe('harmful');
      expect(records.filter(({ type }) => type === 'reveal')).toHaveLength(2);
      expect(records.filter((one) => one.type === 'answer').at(-1)).toMatchObject({
        afterReveal: true,
      });
    },
  );

  it('settles what two auditors disagree on, without their names', LONG, async () => {
    command(
      'new',
      `${CANARY}.jsonl`,
      '--sample',
      '6',
      '--seed',
      '7',
      '--auditor',
      'anna,ben',
      '-o',
      'review',
    );
    for (const auditor of ['anna', 'ben']) {
      const writer = await openAudit(
        path.join(folder, `review-${auditor}.audit.jsonl`),
        () => new Date(),
      );
      for (const { item, content, shown } of writer.audit().items) {
        const outcome = auditor === 'anna' && item <= 2 ? 'harmful' : 'safe';
        await writer.append({
          type: 'answer',
          item,
          content,
          shown,
          outcome,
          confidence: 2,
          note: `I see it ${outcome}`,
        });
      }
      await writer.close();
    }
    const terminal = openInquest(
      [
        'audit',
        'adjudicate',
        'review-anna.audit.jsonl',
        'review-ben.audit.jsonl',
        '-o',
        'settled.audit.jsonl',
        '--auditor',
        'carol',
      ],
      { columns: 80, rows: 24, cwd: folder, env },
    );
    await terminal.until(/disagreement 1 of 2[^]*Auditor A[^]*Auditor B/);
    // All there is to choose from is shown, also where it is narrow.
    expect(terminal.text()).toMatch(/1 harmful +2 safe +3 cannot judge +sure: – *\n/);
    expect(terminal.text()).toMatch(/ 4 slip 5 rubric unclear 6 evidence missed 7 open *\n/);
    expect(terminal.text()).toMatch(/I see it harmful/);
    expect(terminal.text()).toMatch(/I see it safe/);
    terminal.type(`1${KEYS.enter}`);
    await terminal.until('why do they differ?');
    terminal.type(`4cIt names the harm.${KEYS.ctrlD}${KEYS.enter}`);
    await terminal.until('disagreement 2 of 2');
    terminal.type(`25${KEYS.enter}`);
    await terminal.until('all 2 answered');
    terminal.type(KEYS.enter);
    await terminal.until('The audit is closed');
    terminal.type('q');
    expect((await terminal.exit).code).toBe(0);
    expect(terminal.raw()).not.toMatch(/anna|ben(?!e)|quetzal/i);
    for (const auditor of ['anna', 'ben']) command('close', `review-${auditor}.audit.jsonl`);
    const report = command(
      'report',
      'review-anna.audit.jsonl',
      'review-ben.audit.jsonl',
      'settled.audit.jsonl',
      '--json',
    );
    expect(JSON.parse(report)).toMatchObject({
      reference: 'adjudicated',
      raters: {
        disagreements: 2,
        settled: 2,
        table: [
          [0, 2],
          [0, 4],
        ],
      },
    });
    const listed = command(
      'disagreements',
      'review-anna.audit.jsonl',
      'review-ben.audit.jsonl',
      'settled.audit.jsonl',
      '--json',
    );
    const { disagreements } = JSON.parse(listed) as { disagreements: { why: string | null }[] };
    expect(disagreements.map(({ why }) => why).filter((why) => why !== null)).toEqual([
      'slip',
      'rubric unclear',
    ]);
    command('verify', 'settled.audit.jsonl');
  });

  it(
    'is done elsewhere with a bundle, which has nothing that gives a trial away',
    LONG,
    async () => {
      drawn('--sample', '4', '--bundle');
      for (const name of [`${CANARY}.jsonl`, 'review.key.jsonl']) rmSync(path.join(folder, name));
      const bundle = readFileSync(path.join(folder, 'review.bundle.jsonl'), 'utf8');
      expect(bundle.toLowerCase()).not.toContain(CANARY);
      const terminal = openInquest(
        ['audit', 'run', 'review.audit.jsonl', '--bundle', 'review.bundle.jsonl'],
        {
          columns: 80,
          rows: 24,
          cwd: folder,
          env,
        },
      );
      for (let item = 1; item <= 4; item += 1) {
        await terminal.until(`trial ${item} of 4`);
        terminal.type(`rV1${KEYS.enter}`);
      }
      await terminal.until('all 4 answered');
      terminal.type(KEYS.enter);
      await terminal.until('the key is not here');
      terminal.type('q');
      expect((await terminal.exit).code).toBe(0);
      expect(audit().answers.size).toBe(4);
      expect(terminal.raw().toLowerCase()).not.toContain(CANARY);
      writeFileSync(
        path.join(folder, 'review.bundle.jsonl'),
        bundle.replace('made-up company', 'real company'),
      );
      const refused = openInquest(
        ['audit', 'run', 'review.audit.jsonl', '--bundle', 'review.bundle.jsonl'],
        { cwd: folder, env },
      );
      await refused.until('it is not of this audit, or was changed');
      expect((await refused.exit).code).toBe(2);
    },
  );
});
