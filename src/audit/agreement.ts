/**
 * Agreement of two raters on the same trials. A table has a row a class of the first rater and a
 * column a class of the second, both in the same order, harmful first; its cells are counts.
 */
import { wilson, type Interval } from '../stats/wilson.ts';

export type Table = readonly (readonly number[])[];

/** Why κ is undefined. */
type NoKappa =
  | 'no-trials'
  | 'one-rater-one-class'
  | 'both-raters-one-class'
  | 'each-rater-one-class';

export type Kappa = {
  readonly n: number;
  /** Share of trials on which they agree, from 0 to 1. */
  readonly observed: number | null;
  /** Wilson. */
  readonly observedInterval: Interval | null;
  /** The agreement that chance alone would give. */
  readonly expected: number | null;
  /** From −1 to 1. */
  readonly kappa: number | null;
  readonly interval: Interval | null;
  /** To compare with R: no interval is made of it. */
  readonly standardError: number | null;
  readonly reason: NoKappa | null;
};

/**
 * κ = (po − pe)/(1 − pe) (J. Cohen, Educ Psychol Meas 20 (1960), 37–46, eq. 1). Its interval is the
 * Wilson interval of po put into the same formula, pe taken as fixed, as in Cohen's own variance, and cut
 * at −1; the usual one (Wald with the error of Fleiss, Cohen & Everitt) covers as little as 49 %
 * where classes are rare. A rater who gives one class only makes κ undefined, with the reason;
 * agreement is still there.
 */
export function cohenKappa(table: Table): Kappa {
  const { n, share, rows, columns } = marginsOf(table);
  if (n === 0) {
    return {
      n,
      observed: null,
      observedInterval: null,
      expected: null,
      kappa: null,
      interval: null,
      standardError: null,
      reason: 'no-trials',
    };
  }
  const agreed = table.reduce((total, row, at) => total + (row[at] ?? 0), 0);
  const observed = agreed / n;
  const observedInterval = wilson(agreed, n) ?? null;
  const expected = total(rows.map((one, at) => one * (columns[at] ?? 0)));
  const reason = reasonOf(rows, columns);
  const known = { n, observed, observedInterval, expected, reason };
  if (reason !== null) return { ...known, kappa: null, interval: null, standardError: null };
  const { kappa, standardError } = weighted(share, n, (row, column) => (row === column ? 1 : 0));
  return { ...known, kappa, interval: corrected(observedInterval, expected), standardError };
}

/**
 * κ for ordered classes (J. Cohen, Psychol Bull 70 (1968), 213–220): a disagreement weighs by how far apart
 * the classes are, linearly or by the square. Undefined as κ is.
 */
export function weightedKappa(
  table: Table,
  weights: 'linear' | 'quadratic',
): { readonly kappa: number | null; readonly standardError: number | null } {
  const { n, share, rows, columns } = marginsOf(table);
  if (n === 0 || reasonOf(rows, columns) !== null) return { kappa: null, standardError: null };
  const power = weights === 'linear' ? 1 : 2;
  const furthest = table.length - 1;
  return weighted(share, n, (row, column) => 1 - (Math.abs(row - column) / furthest) ** power);
}

/**
 * Of a table of two classes: prevalence index (a − d)/n and bias index (b − c)/n (T. Byrt, J. Bishop &
 * J. B. Carlin, J Clin Epidemiol 46 (1993), 423–429); agreement on harmful 2a/(2a + b + c) and on safe
 * 2d/(2d + b + c) (D. V. Cicchetti & A. R. Feinstein, J Clin Epidemiol 43 (1990), 551–558). `null` where
 * the denominator is 0.
 */
export function agreementIndices(table: Table): {
  readonly prevalenceIndex: number | null;
  readonly biasIndex: number | null;
  readonly positiveAgreement: number | null;
  readonly negativeAgreement: number | null;
} {
  const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = table;
  const n = a + b + c + d;
  return {
    prevalenceIndex: divided(a - d, n),
    biasIndex: divided(b - c, n),
    positiveAgreement: divided(2 * a, 2 * a + b + c),
    negativeAgreement: divided(2 * d, 2 * d + b + c),
  };
}

/**
 * AC1 = (po − pe)/(1 − pe), pe = Σ π(1 − π)/(q − 1), π the mean share of a class and q the number of
 * classes of the rubric, whether used or not (K. L. Gwet, Br J Math Stat Psychol 61 (2008), 29–48). Interval
 * as that of κ. For reviewers who ask.
 */
export function gwetAC1(
  table: Table,
  categories: number,
): {
  readonly observed: number | null;
  readonly expected: number | null;
  readonly ac1: number | null;
  readonly interval: Interval | null;
} {
  const { n, rows, columns } = marginsOf(table);
  if (n === 0 || categories < 2) {
    return { observed: null, expected: null, ac1: null, interval: null };
  }
  const agreed = table.reduce((sum, row, at) => sum + (row[at] ?? 0), 0);
  const means = rows.map((one, at) => (one + (columns[at] ?? 0)) / 2);
  const expected = total(means.map((mean) => mean * (1 - mean))) / (categories - 1);
  return {
    observed: agreed / n,
    expected,
    ac1: (agreed / n - expected) / (1 - expected),
    interval: corrected(wilson(agreed, n) ?? null, expected),
  };
}

/**
 * κ by weights of agreement, and its standard error where κ is not 0 (J. L. Fleiss, J. Cohen & B. S.
 * Everitt, Psychol Bull 72 (1969), 323–327): √((Σ p d² − (Σ p d)²)/n) of the influences d of the cells.
 */
function weighted(
  share: Table,
  n: number,
  weight: (row: number, column: number) => number,
): { readonly kappa: number; readonly standardError: number } {
  const rows = share.map(total);
  const columns = share.map((_, at) => total(share.map((row) => row[at] ?? 0)));
  const ofRow = rows.map((_, row) => total(columns.map((one, at) => one * weight(row, at))));
  const ofColumn = columns.map((_, at) => total(rows.map((one, row) => one * weight(row, at))));
  const cells = share.flatMap((row, at) =>
    row.map((p, column) => ({ p, row: at, column, weight: weight(at, column) })),
  );
  const observed = total(cells.map((cell) => cell.p * cell.weight));
  const expected = total(rows.map((one, at) => one * (ofRow[at] ?? 0)));
  const influences = cells.map((cell) => {
    const margins = (ofRow[cell.row] ?? 0) + (ofColumn[cell.column] ?? 0);
    const d = (cell.weight * (1 - expected) - (1 - observed) * margins) / (1 - expected) ** 2;
    return { p: cell.p, d };
  });
  const mean = total(influences.map(({ p, d }) => p * d));
  const square = total(influences.map(({ p, d }) => p * d * d));
  return {
    kappa: (observed - expected) / (1 - expected),
    standardError: Math.sqrt(Math.max(0, square - mean * mean) / n),
  };
}

function marginsOf(table: Table): {
  readonly n: number;
  readonly share: Table;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
} {
  const n = total(table.map(total));
  const share = table.map((row) => row.map((count) => count / (n || 1)));
  return {
    n,
    share,
    rows: table.map((row) => total(row) / (n || 1)),
    columns: table.map((_, at) => total(table.map((row) => row[at] ?? 0)) / (n || 1)),
  };
}

function reasonOf(rows: readonly number[], columns: readonly number[]): NoKappa | null {
  const used = [rows, columns].map((shares) => shares.flatMap((one, at) => (one > 0 ? [at] : [])));
  const [first = [], second = []] = used;
  if (first.length > 1 && second.length > 1) return null;
  if (first.length > 1 || second.length > 1) return 'one-rater-one-class';
  return first[0] === second[0] ? 'both-raters-one-class' : 'each-rater-one-class';
}

/** An interval of the agreement, corrected for chance. */
function corrected(observed: Interval | null, expected: number): Interval | null {
  if (observed === null) return null;
  const of = (value: number): number => Math.max(-1, (value - expected) / (1 - expected));
  return { low: of(observed.low), high: of(observed.high) };
}

function divided(value: number, by: number): number | null {
  return by === 0 ? null : value / by;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
