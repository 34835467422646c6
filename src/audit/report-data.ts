/** A report as JSON: its figures, with the method of each. */
import type { FullReport } from './full-report.ts';
import { headOf, recordsOf } from './records-of.ts';
import type { JudgeReport } from './report.ts';

/** The formula and source of each figure. */
const METHODS = [
  [
    'precision, missRate',
    'Σ W x/n over strata, W = N/ΣN; Wilson on n* = 1/Σ W²(1 − n/N)/n',
    'Cochran 1977; Wilson 1927',
  ],
  [
    'rate, recall, specificity, f1, kappa',
    'functions of precision, miss rate and the judged share; square-and-add',
    'Newcombe 2001; Zou & Donner 2008',
  ],
  ['raters.kappa', '(po − pe)/(1 − pe); Wilson on po', 'Cohen 1960'],
  [
    'raters.alpha',
    '1 − Do/De, nominal; bootstrap over trials, percentile',
    'Krippendorff 2011; Zapf et al. 2016',
  ],
  ['raters.tendency', 'McNemar, mid-p', 'Fagerland et al. 2013'],
  ['bounds', 'all that could not be judged safe, or harmful', 'Manski 1989'],
] as const;

/** A report as JSON. */
export function reportData(report: FullReport): Readonly<Record<string, unknown>> {
  const { review, judge, groups, raters, time, warnings, practice, changed, by } = report;
  const { files, sources, adjudication, query } = review;
  const [first] = files;
  const named = (figures: JudgeReport): Readonly<Record<string, unknown>> => {
    const { prevalence, counts, bounds, empty, ...rest } = figures;
    return { ...rest, rate: prevalence, counts, bounds, empty };
  };
  const { counts, bounds, ...figures } = named(judge);
  return {
    audit: first?.header.name,
    query,
    measure: review.measure,
    label: review.label ?? null,
    design: first?.header.design,
    designHash: first?.header.designHash,
    rubric: { name: first?.header.rubric.name, version: first?.header.rubric.version },
    files: sources.map((file) => ({
      auditor: file.header.auditor,
      kind: file.header.auditorKind,
      records: file.chain.ok ? file.chain.records : null,
      head: headOf(file),
      closed: file.close !== undefined,
      looks: recordsOf(file, 'look').length,
    })),
    reference:
      adjudication !== undefined ? 'adjudicated' : files.length > 1 ? 'agreed' : 'one auditor',
    counts,
    judge: figures,
    bounds,
    by: by ?? null,
    groups: groups.map(({ value, report: one, isCounted }) => ({
      value,
      ...(isCounted ? { counts: one.counts } : named(one)),
    })),
    raters: raters ?? null,
    calibration: practice,
    changed,
    time,
    warnings,
    methods: METHODS.map(([name, formula, source]) => ({ figure: name, formula, source })),
  };
}
