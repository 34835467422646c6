import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  answerRows,
  humanVerdicts,
  inspectEdits,
  inspectScores,
  scoutRows,
} from '../../src/audit/exports.ts';
import type { FullReport } from '../../src/audit/full-report.ts';
import { reportData } from '../../src/audit/report-data.ts';
import { latex, markdown, svg, tableRows, tex } from '../../src/audit/report-table.ts';
import type { Review } from '../../src/audit/reference.ts';
import { DEFAULT_RUBRIC } from '../../src/audit/rubric.ts';
import { sentencesOf } from '../../src/audit/sentences.ts';
import { scoutTranscriptId } from '../../src/audit/scout-id.ts';
import {
  auditOf,
  headOf,
  reported,
  reviewed,
  reviewedFiles,
  type AuditSketch,
  type DrawnTrial,
} from '../support/audits.ts';

/** 30 trials judged harmful of 838, 30 judged safe of 775. */
const TRIALS: readonly DrawnTrial[] = Array.from({ length: 60 }, (_, at) => ({
  outcome: at < 30 ? 'harmful' : 'safe',
}));
const SIZES = { harmful: 838, safe: 775 };
/** Anna agrees but for three false alarms and two misses. */
const ANNA: readonly string[] = TRIALS.map((_, at) =>
  at < 27 ? 'harmful' : at < 30 ? 'safe' : at < 32 ? 'harmful' : 'safe',
);
/** Ben differs from her in three trials, one of which he cannot judge. */
const BEN = ANNA.with(0, 'safe').with(40, 'harmful').with(41, 'cannot');

const sketch = (
  auditor: string,
  said: AuditSketch['said'],
  more: Partial<AuditSketch> = {},
): AuditSketch => ({
  auditor,
  trials: TRIALS,
  sizes: SIZES,
  said,
  ...more,
});

const review = (...sketches: readonly AuditSketch[]): Review => reviewed(sketches);
const codes = (made: FullReport): readonly string[] => made.warnings.map(({ code }) => code);

describe('the figures of an audit', () => {
  it('equal those of a table computed by another program', () => {
    const { judge, raters } = reported(review(sketch('anna', ANNA), sketch('ben', BEN)));
    // Written by hand, in Python: post-stratified shares and Cohen's kappa of the pairs.
    const program = `
import json
anna=['h']*27+['s']*3+['h']*2+['s']*28; ben=list(anna); ben[0]='s'; ben[40]='h'; ben[41]=None
ref=[a if a==b else None for a,b in zip(anna,ben)]
W={'h':838,'s':775}; v=['h']*30+['s']*30
p={k:sum(r=='h' for r,j in zip(ref,v) if j==k and r)/sum(1 for r,j in zip(ref,v) if j==k and r) for k in 'hs'}
w=838/1613; rate=w*p['h']+(1-w)*p['s']
pairs=[(a,b) for a,b in zip(anna,ben) if b]; n=len(pairs); po=sum(a==b for a,b in pairs)/n
ma=sum(a=='h' for a,_ in pairs)/n; mb=sum(b=='h' for _,b in pairs)/n; pe=ma*mb+(1-ma)*(1-mb)
print(json.dumps(dict(precision=p['h'],miss=p['s'],rate=rate,recall=w*p['h']/rate,specificity=(1-w)*(1-p['s'])/(1-rate),po=po,kappa=(po-pe)/(1-pe),n=n)))`;
    const expected = JSON.parse(
      execFileSync('python3', ['-c', program], { encoding: 'utf8' }),
    ) as Record<string, number>;
    expect(judge.precision.estimate).toBeCloseTo(expected['precision'] ?? NaN, 12);
    expect(judge.missRate.estimate).toBeCloseTo(expected['miss'] ?? NaN, 12);
    expect(judge.prevalence?.estimate).toBeCloseTo(expected['rate'] ?? NaN, 12);
    expect(judge.recall?.estimate).toBeCloseTo(expected['recall'] ?? NaN, 12);
    expect(judge.specificity?.estimate).toBeCloseTo(expected['specificity'] ?? NaN, 12);
    expect(raters?.kappa.observed).toBeCloseTo(expected['po'] ?? NaN, 12);
    expect(raters?.kappa.kappa).toBeCloseTo(expected['kappa'] ?? NaN, 12);
    expect(raters?.kappa.n).toBe(expected['n']);
    expect(judge.counts).toMatchObject({
      answered: 57,
      cannot: 3,
      harmful: { n: 29, x: 26 },
      safe: { n: 28, x: 2 },
    });
    expect(raters).toMatchObject({
      table: [
        [28, 1],
        [1, 29],
      ],
      disagreements: 3,
      settled: 0,
    });
  });

  it('use what was settled', () => {
    const settled = BEN.map((said, at) =>
      said === ANNA[at] ? undefined : at === 0 ? 'harmful' : 'safe',
    );
    const made = review(
      sketch('anna', ANNA),
      sketch('ben', BEN),
      sketch('carol', settled, {
        header: { adjudicates: [sketch('anna', ANNA), sketch('ben', BEN)].map(headOf) },
      }),
    );
    const { judge, raters } = reported(made);
    expect(judge.counts).toMatchObject({
      harmful: { n: 30, x: 27 },
      safe: { n: 30, x: 2 },
      cannot: 0,
    });
    expect(raters).toMatchObject({ disagreements: 3, settled: 3 });
    expect(codes(reported(made))).not.toContain('W4');
  });

  it('leave practice out, and compare a label with a measure', () => {
    const trials = TRIALS.map((trial, at): DrawnTrial => ({
      ...trial,
      stratum: [at < 30 ? 'yes' : 'no'],
      ...(at % 10 === 9 ? { round: 'calibration' as const } : {}),
    }));
    const rubric = {
      ...DEFAULT_RUBRIC,
      labels: [{ name: 'ack', ask: 'Is it?', type: 'yes-no' as const }],
    };
    const said = ANNA.map((one) => ({
      outcome: 'harmful',
      labels: { ack: one === 'harmful' ? 'yes' : 'no' },
    }));
    const file = auditOf(
      sketch('anna', said, {
        trials,
        rubric,
        sizes: { yes: 100, no: 300 },
        design: { stratify: ['signal:ethics'] },
      }),
    );
    const made = reviewedFiles([file], 'ack');
    const { judge, practice } = reported(made);
    expect(practice).toEqual({ trials: 6, agreed: 6 });
    expect(judge.counts).toMatchObject({
      population: 400,
      harmful: { n: 27, x: 25 },
      safe: { n: 27, x: 2 },
    });
    expect(() => reviewedFiles([file], 'other')).toThrow('no label "other"');
  });

  it('are of one design and one answer an auditor', () => {
    expect(() =>
      review(sketch('anna', ANNA), sketch('ben', BEN, { design: { seed: '8' } })),
    ).toThrow('two designs');
    expect(() => review(sketch('anna', ANNA), sketch('anna', BEN))).toThrow(
      'review-anna.audit.jsonl and review-anna.audit.jsonl answer trial 1 differently',
    );
  });
});

describe('warnings', () => {
  const both = (more: Partial<AuditSketch> = {}): Review =>
    review(sketch('anna', ANNA, more), sketch('ben', ANNA, more));
  const many = ANNA.with(33, 'harmful').with(34, 'harmful').with(35, 'harmful');
  const quiet = review(sketch('anna', many), sketch('ben', many));

  it('are none where there is nothing to say', () => {
    expect(reported(quiet).warnings).toEqual([]);
  });

  const without = ANNA.map((said, at) => (at < 30 ? said : undefined));
  const cannot = ANNA.map((said, at) => (at % 2 === 0 ? said : 'cannot'));
  it.each<[string, FullReport]>([
    ['W1', reported(review(sketch('anna', ANNA)))],
    [
      'W2',
      reported(
        review(
          sketch(
            'anna',
            ANNA.map(() => 'safe'),
          ),
          sketch('ben', ANNA),
        ),
      ),
    ],
    ['W3', reported(review(sketch('anna', without), sketch('ben', without)))],
    ['W4', reported(review(sketch('anna', ANNA), sketch('ben', BEN)))],
    ['W5', reported(both())],
    ['W6', reported(review(sketch('anna', cannot), sketch('ben', cannot)))],
    ['W7', reported(both({ more: [{ type: 'reveal', what: 'verdict', item: 1 }] }))],
    ['W8', reported(both({ more: [{ type: 'look', answered: 3 }] }))],
    ['W8', reported(both({ more: [{ type: 'extend', items: [], sample: 90 }] }))],
    [
      'W9',
      reported(
        review(sketch('anna', [{ outcome: 'harmful', recognised: 'model' }, ...ANNA.slice(1)])),
      ),
    ],
    ['W10', reported(both({ design: { drawnBy: 'anna' } }))],
    ['W11', reported(quiet, { rejudged: 2 })],
    [
      'W12',
      reported(
        both({ trials: TRIALS.map((trial, at) => ({ ...trial, condition: `c${at % 2}` })) }),
      ),
    ],
    ['W13', reported(quiet, { isAnchored: false })],
    [
      'W14',
      reported(quiet, {
        by: 'model',
        sizesBy: new Map([['model-b', new Map([['["harmful"]', 5]])]]),
      }),
    ],
    [
      'W15',
      reported(
        review(
          sketch('anna', [
            {
              outcome: 'harmful',
              time: { openedAt: new Date(0).toISOString(), activeMs: 3000, wallMs: 3000 },
            },
          ]),
        ),
      ),
    ],
    [
      'W16',
      reported(quiet, {
        by: 'model',
        sizesBy: new Map([
          ['model-a', new Map(Object.entries(SIZES).map(([name, n]) => [`["${name}"]`, n]))],
          ['model-b', new Map()],
        ]),
      }),
    ],
  ])('%s is given, in every form', (code, made) => {
    expect(codes(made)).toContain(code);
    const [text = ''] = made.warnings.filter((one) => one.code === code).map((one) => one.text);
    for (const form of [markdown(made), latex(made)]) expect(form).toContain(`${code}: ${text}`);
    expect(JSON.stringify(reportData(made)['warnings'])).toContain(JSON.stringify(text));
  });
});

describe('forms', () => {
  const made = reported(review(sketch('anna', ANNA), sketch('ben', BEN)));

  it('are sentences made of numbers', () => {
    const text = sentencesOf(made).join(' ');
    expect(text).toContain('From the 1613 trials that judge-1 had judged');
    expect(text).toContain('2 auditors judged each');
    expect(text).toMatch(/They agreed on 96\.6 % \(/);
    expect(text).toContain('Of 3 trials no answer was agreed on.');
    expect(text).not.toContain('undefined');
    // κ is of two, whoever else judged; α is of all.
    const three = reported(review(sketch('anna', ANNA), sketch('ben', BEN), sketch('cleo', ANNA)));
    expect(sentencesOf(three).join(' ')).toMatch(
      /3 auditors judged each.* The first two agreed on 96\.6 % \(.*Krippendorff's α of all = /,
    );
    // One class alone: no recall is made of it.
    const half = reported(
      review(
        sketch('anna', ANNA.slice(0, 30), { trials: TRIALS.slice(0, 30), sizes: { harmful: 838 } }),
      ),
    );
    expect(sentencesOf(half).join(' ')).not.toContain('recall');
  });

  it('escape what LaTeX and SVG take for their own', () => {
    expect(tex('a_b & 5 % – κ \\x{}')).toBe(
      'a\\_b \\& 5 \\% -- $\\kappa$ \\textbackslash{}x\\{\\}',
    );
    const sizes = new Map(Object.entries(SIZES).map(([name, n]) => [`["${name}"]`, n]));
    const named = reported(made.review, {
      by: 'model',
      sizesBy: new Map([['<b>&', sizes]]),
      valueIn: () => '<b>&',
    });
    expect(svg(named)).toContain('&lt;b&gt;&amp;');
    expect(tableRows(named)).toHaveLength(2);
    expect(markdown(named).split('\n')[2]).toContain('| <b>& |');
  });
});

describe('exports', () => {
  const trials = TRIALS.map((trial, at): DrawnTrial => ({
    ...trial,
    sample: at === 3 ? 'a,b' : at,
    evalId: at === 5 ? null : '9eTnG3tV',
    epoch: 1,
    ...(at === 3 ? { uuid: 'x,y' } : {}),
    ...(at === 7 ? { uuid: '0017' } : at === 8 ? { uuid: 'NaN' } : {}),
  }));
  const made = review(sketch('anna', ANNA, { trials }), sketch('ben', BEN, { trials }));

  it('have a row an answer, with weights that sum to the population', () => {
    const rows = answerRows({ review: made });
    expect(rows).toHaveLength(120);
    const anna = rows.filter(({ auditor }) => auditor === 'anna');
    const weights = anna.reduce((sum, { weight }) => sum + Number(weight ?? 0), 0);
    expect(weights).toBeCloseTo(1613, 9);
    expect(rows.find(({ auditor, item }) => auditor === 'ben' && item === 42)).toMatchObject({
      cannot: 'ambiguous',
      human_harmful: null,
      judge_outcome: 'safe',
    });
  });

  it('name samples as Scout does, and leave out what it would take otherwise', () => {
    const { rows, leftOut } = scoutRows({ review: made }, 0.5);
    expect(leftOut).toEqual(['t0', 't3', 't5', 't7', 't8', 't40', 't41']);
    expect(rows[0]).toMatchObject({
      id: scoutTranscriptId({ evalId: '9eTnG3tV', sampleId: 1, epoch: 1 }),
      target: true,
    });
    expect(new Set(rows.map(({ split }) => split))).toEqual(new Set(['train', 'test']));
  });

  it('have one record a sample for Inspect', () => {
    const { rows, leftOut } = inspectScores({ review: made });
    expect(leftOut).toEqual(['t0', 't40', 't41']);
    expect(rows[0]).toMatchObject({
      id: 1,
      epoch: 1,
      value: 1,
      metadata: { auditor: 'anna, ben' },
    });
    const ben = inspectEdits({ review: made, auditor: 'ben' });
    expect(ben.rows[0]).toMatchObject({
      sample_id: 0,
      score_name: 'human_audit',
      edit: { value: 0, provenance: { author: 'ben' } },
    });
    expect(() => inspectScores({ review: made, auditor: 'eve' })).toThrow('no file is of "eve"');
    expect([...humanVerdicts({ review: made }).values()][0]).toMatchObject([
      { auditor: 'anna', outcome: 'harmful' },
      { auditor: 'ben', outcome: 'safe' },
    ]);
  });
});
