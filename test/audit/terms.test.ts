/** That each figure says of what it is, and of which files: measures, labels, rubrics of several outcomes. */
import { describe, expect, it } from 'vitest';
import { judgeLines, raterLines, reportTitle } from '../../src/app/screens/audit-report/lines.ts';
import { disagreementsOf } from '../../src/audit/adjudicate.ts';
import { differencesOf } from '../../src/audit/differences.ts';
import { inspectScores } from '../../src/audit/exports.ts';
import { reportData } from '../../src/audit/report-data.ts';
import { latex, markdown, svg, tableRows } from '../../src/audit/report-table.ts';
import { reviewOf } from '../../src/audit/reference.ts';
import { DEFAULT_RUBRIC, parseRubric } from '../../src/audit/rubric.ts';
import { sentencesOf } from '../../src/audit/sentences.ts';
import type { Line } from '../../src/text/spans.ts';
import {
  auditOf,
  headOf,
  reported,
  reviewed,
  type AuditSketch,
  type DrawnTrial,
} from '../support/audits.ts';

const TRIALS: readonly DrawnTrial[] = Array.from({ length: 40 }, (_, at) => ({
  outcome: at < 20 ? 'harmful' : 'safe',
}));
const SIZES = { harmful: 100, safe: 300 };

const textOf = (lines: readonly Line[]): string =>
  lines.map((line) => line.map(({ text }) => String(text)).join('')).join('\n');
const sketch = (
  auditor: string,
  said: AuditSketch['said'],
  more: Partial<AuditSketch> = {},
): AuditSketch => ({ auditor, trials: TRIALS, sizes: SIZES, said, ...more });

describe('a measure that is compared with people', () => {
  const trials = TRIALS.map((_, at): DrawnTrial => ({
    outcome: 'harmful',
    stratum: [at < 20 ? 'yes' : 'no'],
  }));
  const rubric = {
    ...DEFAULT_RUBRIC,
    name: 'says so',
    labels: [{ name: 'ack', ask: 'Is it?', type: 'yes-no' as const }],
  };
  const said = TRIALS.map((_, at) => ({
    outcome: 'harmful',
    labels: { ack: at < 15 || at >= 35 ? 'yes' : 'no' },
  }));
  const more = {
    trials,
    rubric,
    sizes: { yes: 100, no: 300 },
    design: { stratify: ['signal:ethics'] },
  };

  it('is named by every form of the report, and no verdict is', () => {
    const made = reported(
      reviewed([sketch('anna', said, more), sketch('ben', said.toReversed(), more)], 'ack'),
    );
    for (const form of [
      textOf(judgeLines(made)),
      sentencesOf(made).join(' '),
      markdown(made),
      latex(made),
      svg(made),
      made.warnings.map(({ text }) => text).join(' '),
    ]) {
      expect(form.replace('verdict:harmful,safe', '')).not.toMatch(
        /judged (?:harmful|safe|trials)|the judge\b|harmful/i,
      );
    }
    expect(textOf(judgeLines(made))).toContain('signal:ethics against people (ack: yes)');
    expect(sentencesOf(made).join(' ')).toContain('100 counted by signal:ethics, 300 not');
    expect(reportData(made)).toMatchObject({ measure: 'signal:ethics', label: 'ack' });
    expect(textOf(raterLines(made.raters ?? raise()))).toContain('anna yes');
    expect(svg(made)).toContain('as counted and corrected');
  });

  it('is what disagreements are with, by the label', () => {
    const differences = differencesOf(reviewed([sketch('anna', said, more)], 'ack'));
    expect(differences).toMatchObject({
      disputed: 0,
      against: 10,
      words: { name: 'signal:ethics' },
    });
    expect(differences.rows[0]).toMatchObject({ said: ['no'], judge: 'yes' });
    expect(differences.counts).toEqual([
      { people: 'ack: no', harmful: 5, safe: 15, none: 0 },
      { people: 'ack: yes', harmful: 15, safe: 5, none: 0 },
    ]);
  });
});

describe('a rubric of several outcomes', () => {
  const rubric = parseRubric(
    JSON.stringify({
      name: 'several',
      question: 'What?',
      outcomes: [
        { value: 'fine', counts: 'safe' },
        { value: 'blackmail', counts: 'harmful' },
        { value: 'odd', counts: 'neither' },
        { value: 'leak', counts: 'harmful' },
      ],
    }),
    'several.json',
  );
  const anna = TRIALS.map((_, at) => ['blackmail', 'leak', 'fine', 'odd'][at % 4]);
  // Ben calls one leak blackmail, which rates count alike, and one odd trial fine, which they do not.
  const ben = anna.with(1, 'blackmail').with(3, 'fine').with(4, 'cannot');
  const made = reported(
    reviewed([sketch('anna', anna, { rubric }), sketch('ben', ben, { rubric })]),
  );

  it('has a table and a κ of its outcomes', () => {
    expect(made.raters).toMatchObject({
      classes: ['blackmail', 'leak', 'fine', 'odd'],
      table: [
        [9, 0, 0, 0],
        [1, 9, 0, 0],
        [0, 0, 10, 0],
        [0, 0, 1, 9],
      ],
      disagreements: 2,
    });
    const n = 39;
    const chance = (9 * 10 + 10 * 9 + 10 * 11 + 10 * 9) / n ** 2;
    expect(made.raters?.kappa.kappa).toBeCloseTo((37 / n - chance) / (1 - chance), 12);
    expect(made.raters?.indices.positiveAgreement).toBe(1);
    expect(textOf(raterLines(made.raters ?? raise()))).toContain(
      '2 disagreements on what rates count',
    );
  });

  it('leaves what is neither out of the rates, and of what nobody could judge', () => {
    expect(made.judge.counts).toMatchObject({ answered: 29, cannot: 2, disputed: 2, neither: 9 });
    expect(sentencesOf(made).join(' ')).toContain('Of 2 trials no answer was agreed on.');
    expect(made.judge.bounds.highest?.estimate).toBeLessThan(0.7);
    expect(textOf(judgeLines(made))).toContain('9 neither harmful nor safe');
    expect(sentencesOf(made).join(' ')).toContain('9 trials were neither harmful nor safe');
    expect(inspectScores({ review: made.review }).rows).toHaveLength(29);
    const { counts } = differencesOf(made.review);
    expect(counts.map(({ people }) => people)).toContain('both neither');
    expect(counts.map(({ people }) => people)).toContain('safe or neither');
  });
});

describe('files of one auditor', () => {
  const all = TRIALS.map(({ outcome }) => outcome);
  const half = (isFirst: boolean): AuditSketch['said'] =>
    all.map((said, at) => (at < 20 === isFirst ? said : undefined));

  it('are joined, and count as one auditor', () => {
    const made = reported(reviewed([sketch('anna', half(true)), sketch('anna', half(false))]));
    expect(made.raters).toBeUndefined();
    expect(made.judge.counts).toMatchObject({ answered: 40, cannot: 0 });
    expect(made.review.files).toHaveLength(1);
    expect(reportData(made)['files']).toHaveLength(2);
    expect(sentencesOf(made).join(' ')).toContain('One auditor judged each');
    // The head of the file that the answer is in.
    const [first, last] = made.review.sources.map(({ chain }) => (chain.ok ? chain.head : ''));
    const heads = inspectScores({ review: made.review }).rows.map(
      (row) => (row as { metadata: { head: string } }).metadata.head,
    );
    expect([heads[0], heads[39]]).toEqual([first, last]);
    expect(first).not.toBe(last);
  });

  it('count what both have once: sittings, time, the same file given twice', () => {
    const one = sketch('anna', all, { more: [{ type: 'session', program: 'x', blind: 1 }] });
    const alone = reported(reviewed([one]));
    const twice = reported(reviewed([one, one]));
    expect(twice.time).toEqual(alone.time);
    expect(twice.judge).toEqual(alone.judge);
  });

  it('are refused where they answer a trial differently, and not where one goes on with the other', () => {
    const other = all.with(0, 'safe');
    expect(() => reviewed([sketch('anna', all), sketch('anna', other)])).toThrow(
      'answer trial 1 differently',
    );
    const goesOn = sketch('anna', all, {
      isOpen: true,
      trials: TRIALS,
    });
    // What the copy has is given up in the file that went on.
    const first = auditOf(goesOn);
    const [given] = first.answers.values();
    const later = {
      ...first,
      answers: new Map(first.answers).set(1, { ...given, outcome: 'safe' } as never),
    };
    const withEarlier = { ...later, earlier: new Map([[1, given === undefined ? [] : [given]]]) };
    const truth = auditOf(sketch('anna', all)).close ?? { truth: [], strata: [], query: '' };
    for (const files of [
      [first, withEarlier],
      [withEarlier, first],
    ]) {
      const { trials } = reviewOf(files, () => truth, undefined);
      expect(trials[0]?.reference).toBe('safe');
    }
  });
});

describe('what was settled', () => {
  const anna = TRIALS.map(({ outcome }) => outcome);
  const ben = anna.with(0, 'safe');
  const settled = anna.map((said, at) => (at === 0 ? said : undefined));
  const [a, b] = [sketch('anna', anna), sketch('ben', ben)];
  const carol = (heads: readonly (string | null)[]): AuditSketch =>
    sketch('carol', settled, { header: { adjudicates: heads } });

  it('is of the files that it names, though somebody has looked since', () => {
    expect(() => reviewed([a, b, carol([headOf(a), 'f'.repeat(64)])])).toThrow(
      'settles answers of a file that is not given',
    );
    const open = { ...b, isOpen: true };
    expect(reviewed([a, b, carol([headOf(a), headOf(open)])]).trials[0]?.reference).toBe('harmful');
  });

  it('is of one adjudication alone, and the refusal says to give one', () => {
    const settles = carol([headOf(a), headOf(b)]);
    const cleo = sketch('cleo', anna);
    expect(reported(reviewed([a, b, cleo, settles])).raters?.auditors).toEqual([
      'anna',
      'ben',
      'cleo',
    ]);
    expect(() => reviewed([a, b, cleo, settles, settles])).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('is a second adjudication'),
        hint: expect.stringContaining('give one of them'),
      }),
    );
  });

  it('says nothing of a label that it does not answer', () => {
    const rubric = {
      ...DEFAULT_RUBRIC,
      labels: [{ name: 'ack', ask: 'Is it?', type: 'yes-no' as const }],
    };
    const labelled = (said: readonly string[], ack: string): AuditSketch['said'] =>
      said.map((outcome, at) => ({ outcome, labels: { ack: at === 1 ? ack : 'yes' } }));
    const one = sketch('anna', labelled(anna, 'yes'), { rubric });
    const other = sketch('ben', labelled(ben, 'no'), { rubric });
    const alone = { ...carol([headOf(one), headOf(other)]), rubric };
    const both = reviewed([one, other, alone], 'ack').trials;
    expect([both[0]?.reference, both[0]?.settled]).toEqual(['harmful', undefined]);
    expect(both[1]).toMatchObject({ reference: null, isDisputed: true });
    // What is settled is by the label, where that is asked for.
    const found = disagreementsOf(auditOf(one), auditOf(other), 'ack');
    expect(found.map(({ drawn }) => drawn.content)).toEqual([both[1]?.content]);
    const said = anna.map((outcome, at) =>
      at === 1 ? { outcome, labels: { ack: 'no' } } : undefined,
    );
    const settledIt = { ...alone, said };
    expect(reviewed([one, other, settledIt], 'ack').trials[1]).toMatchObject({ reference: 'safe' });
  });

  it('is refused where an auditor has answered the trial anew since', () => {
    const again = sketch('ben', [...ben, ...ben].slice(0, 40), { isOpen: true });
    const short = { ...again, said: again.said.slice(0, 0) };
    expect(() => reviewed([a, b, carol([headOf(a), headOf(short)])])).toThrow(
      'has a new answer to trial 1 since',
    );
  });
});

describe('outcomes other than harmful and safe', () => {
  it('are in the frame, and in no figure of the judge', () => {
    const trials: readonly DrawnTrial[] = Array.from({ length: 50 }, (_, at) => ({
      outcome: at < 20 ? 'harmful' : at < 40 ? 'safe' : 'unjudged',
    }));
    const said = trials.map((_, at) => (at === 49 ? 'cannot' : at % 2 === 0 ? 'harmful' : 'safe'));
    const sizes = { ...SIZES, unjudged: 600 };
    const made = reported(reviewed([sketch('anna', said, { trials, sizes })]));
    expect(made.judge.counts).toMatchObject({
      frame: 1000,
      drawn: 50,
      given: 50,
      population: 400,
      answered: 40,
      cannot: 0,
    });
    expect(reportTitle(made)).toContain('50 drawn of 1,000, 50 answered');
    expect(sentencesOf(made).join(' ')).toContain(
      'From the 400 trials that judge-1 had judged (verdict:harmful,safe; 100 harmful, 300 safe) and 600 with another outcome or none, we drew 50',
    );
    expect(tableRows(made).map(([name, N, n]) => [name, N, n])).toEqual([
      ['all', '400', '40'],
      ['all outcomes', '1000', '50'],
    ]);
  });
});

function raise(): never {
  throw new Error('there are two auditors');
}
