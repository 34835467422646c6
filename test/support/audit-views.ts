/** The report of an audit of the small study by two auditors, one of whom is at times of another mind. */
import type { AuditView } from '../../src/app/screens/audit-report/state.ts';
import { differencesOf } from '../../src/audit/differences.ts';
import { auditOf, reported, reviewedFiles } from './audits.ts';
import { SMALL_STUDY } from './trials.ts';

const JUDGED = SMALL_STUDY.filter(({ verdict }) => ['harmful', 'safe'].includes(verdict.outcome));
const SIZES = { harmful: 3, safe: 6 };

export function auditView(): AuditView {
  const trials = JUDGED.map(({ id, model, verdict }) => ({ id, model, outcome: verdict.outcome }));
  const said = (differing: readonly number[]): readonly string[] =>
    trials.map(({ outcome }, at) =>
      differing.includes(at) ? (outcome === 'harmful' ? 'safe' : 'harmful') : outcome,
    );
  const evidence = [
    { turn: 6, start: 0, end: 4, exact: 'This', prefix: '', suffix: '', textHash: 'a'.repeat(64) },
  ];
  const bens = said([1, 5]);
  const files = [
    auditOf({ auditor: 'anna', trials, sizes: SIZES, said: said([5]) }),
    auditOf({
      auditor: 'ben',
      trials,
      sizes: SIZES,
      said: bens.map((outcome, at) => (at === 1 ? { outcome, evidence } : outcome)),
    }),
  ];
  const review = reviewedFiles(files);
  const sizesBy = new Map([
    ['model-a', new Map(Object.entries({ '["harmful"]': 3, '["safe"]': 1 }))],
    ['model-b', new Map(Object.entries({ '["safe"]': 5 }))],
  ]);
  return {
    report: reported(review),
    byModel: reported(review, { by: 'model', sizesBy }),
    differences: differencesOf(review),
    adjudicate: 'inquest audit adjudicate anna.audit.jsonl ben.audit.jsonl -o settled.audit.jsonl',
  };
}
