/** `inquest audit plan`: how much a sample of some size will tell, and how many a question needs. */
import { allocate, allocateEqual } from '../../../audit/allocate.ts';
import { expectedFigures, planBound, planKappa } from '../../../audit/plan.ts';
import { NothingMatched } from '../../../base/exits.ts';
import type { Row } from '../../../export/csv-line.ts';
import { grouped } from '../../../stats/bars.ts';
import { t } from '../../../text/safe.ts';
import { formOf, withCollection, type CommonOptions, type Context } from '../../context.ts';
import { printCsv, printJson, printJsonLines, printTable } from '../../print-rows.ts';
import { queryOfFrame } from './collect.ts';

export type PlanOptions = CommonOptions & {
  readonly query?: string;
  readonly precision: number;
  readonly missed: number;
  readonly kappa: number;
  readonly width: number;
  readonly limit: number;
  readonly allocate: 'equal' | 'proportional';
};

const SIZES = [20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000];

export async function runPlan(
  context: Context<PlanOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const { precision, missed, kappa, width, limit } = options;
  return withCollection(paths, context, async ({ ask }) => {
    const query = queryOfFrame(options.query ?? '');
    const { total } = await ask('stats', { query: { text: query }, by: [] });
    const { harmful, safe, judged } = total.counts;
    if (judged === 0) throw new NothingMatched('no judged trial matches');
    const rows = [...SIZES.filter((n) => n < judged), judged].map((n): Row => {
      const strata = [harmful, safe];
      const sizes = (
        options.allocate === 'equal'
          ? allocateEqual({ sizes: strata, n })
          : allocate({ sizes: strata, n, atLeast: [0, 0] })
      ).sizes;
      const figures = expectedFigures({
        harmful: { N: harmful, n: sizes[0] ?? 0 },
        safe: { N: safe, n: sizes[1] ?? 0 },
        precision,
        missRate: missed,
      });
      const half = (one: Interval): number | null =>
        one?.low == null || one.high == null ? null : round((one.high - one.low) / 2);
      return {
        sample: n,
        precision: half(figures.precision),
        missed: half(figures.missRate),
        rate: half(figures.prevalence),
        recall: half(figures.recall),
        specificity: half(figures.specificity),
        f1: half(figures.f1),
        kappa: half(figures.kappa),
      };
    });
    const prevalence = (harmful * precision + safe * missed) / judged;
    const needs = {
      kappa: planKappa({ kappa, prevalence, halfWidth: width }).n,
      falseAlarms: [0, 1].map((errors) => planBound({ limit, errors, population: harmful }).n),
      misses: [0, 1].map((errors) => planBound({ limit, errors, population: safe }).n),
    };
    const form = formOf(options);
    if (form === 'json')
      await printJson(out, rows, { head: { query, harmful, safe, needs }, name: 'sizes' });
    else if (form === 'jsonl') await printJsonLines(out, rows);
    else if (form === 'csv') await printCsv(out, Object.keys(rows[0] ?? {}), rows);
    else {
      await out.text(
        t`${grouped(judged)} judged trials\n\nExpected half widths of 95 % intervals, if ${String(100 * precision)} % of those judged harmful are, and ${String(100 * missed)} % of those judged safe (shares in points):\n\n`,
      );
      await printTable(
        out,
        Object.keys(rows[0] ?? {}).map((name) => ({ name, align: 'right' as const })),
        rows.map(inPoints),
      );
      const need = (n: number | null | undefined): string =>
        n == null ? 'more than there are' : grouped(n);
      await out.text(
        t`\nTwo auditors, κ ${String(kappa)} ± ${String(width)}: ${need(needs.kappa)} trials of both\n`,
      );
      await out.text(
        t`Of those judged harmful, under ${String(100 * limit)} % false: ${need(needs.falseAlarms[0])} with none found, ${need(needs.falseAlarms[1])} with one\n`,
      );
      await out.text(
        t`Of those judged safe, under ${String(100 * limit)} % missed: ${need(needs.misses[0])} with none found, ${need(needs.misses[1])} with one\n`,
      );
    }
    return 0;
  });
}

type Interval = { readonly low: number | null; readonly high: number | null } | null;

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function inPoints(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value !== 'number' || name === 'sample') return [name, value];
      return [name, name === 'kappa' ? value.toFixed(2) : (100 * value).toFixed(1)];
    }),
  );
}
