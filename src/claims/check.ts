/** What a claim asks for, and whether what was counted is what it expects. */
import type { ShareGroup } from '../query/results.ts';
import { together } from '../query/together.ts';
import { differenceText } from '../stats/comparison.ts';
import { HARMFUL_RATE } from '../stats/shares.ts';
import { difference } from '../stats/two-cells.ts';
import type { Claim } from './schema.ts';

/** Forms of `expect`: how many trials, a count of a count, a percentage, a difference. */
type Form =
  | { readonly type: 'trials'; readonly count: number }
  | { readonly type: 'count'; readonly counted: number; readonly of: number }
  | { readonly type: 'percent'; readonly value: string; readonly digits: number }
  | { readonly type: 'difference'; readonly text: string };

/** What is counted of what, of these trials. Both queries empty: the trials themselves. */
export type Counting = {
  readonly query: string;
  readonly share: string;
  readonly of: string;
};

/** What was found, and the queries of its trials (`trialsOf`). */
export type CheckedClaim = Checked & { readonly counted: string; readonly of: string };

type Checked = {
  /** As the claim writes what it expects. */
  readonly found: string;
  readonly holds: boolean;
};

/** What has to be counted for a claim: once, or for a difference twice. */
export function countingsOf(claim: Claim): readonly Counting[] {
  const form = formOf(claim.expect);
  const counted = { share: claim.share ?? HARMFUL_RATE.share, of: claim.of ?? HARMFUL_RATE.of };
  // A number of trials is of those that the queries name, whatever their verdict.
  const spec = form?.type === 'trials' ? { share: claim.share ?? '', of: claim.of ?? '' } : counted;
  const queries = [claim.query, ...(claim.against === undefined ? [] : [claim.against])];
  return queries.map((query) => ({ query, ...spec }));
}

/** Compares what was counted with what is expected; percentages to as many digits as are given. */
export function checkClaim(claim: Claim, counts: readonly ShareGroup[]): Checked {
  const form = formOf(claim.expect);
  const [first, second] = counts;
  if (form === undefined || first === undefined) return { found: 'nothing', holds: false };
  const { counted, of } = first;
  switch (form.type) {
    case 'trials':
      return { found: String(counted), holds: counted === form.count };
    case 'count':
      return { found: `${counted} of ${of}`, holds: counted === form.counted && of === form.of };
    case 'percent': {
      const value = of === 0 ? 'none' : ((counted / of) * 100).toFixed(form.digits);
      return { found: `${value} % (${counted} of ${of})`, holds: value === form.value };
    }
    case 'difference': {
      const x2 = second?.counted ?? 0;
      const found = differenceText(
        difference({ x1: counted, n1: of, x2, n2: second?.of ?? 0 }),
      ).replaceAll('−', '-');
      return { found, holds: found === form.text || found.startsWith(`${form.text} (`) };
    }
    default:
      return form satisfies never;
  }
}

export function formOf(expect: Claim['expect']): Form | undefined {
  const text = String(expect).trim().replaceAll('−', '-').replaceAll(/\s+/g, ' ');
  if (/^\d+(?:,\d{3})*$/.test(text)) {
    return { type: 'trials', count: Number(text.replaceAll(',', '')) };
  }
  const count = /^(\d+) ?(?:of|\/) ?(\d+)$/.exec(text);
  if (count !== null) return { type: 'count', counted: Number(count[1]), of: Number(count[2]) };
  const percent = /^(\d+(?:\.(\d+))?) ?%$/.exec(text);
  if (percent !== null) {
    return { type: 'percent', value: percent[1] ?? '', digits: percent[2]?.length ?? 0 };
  }
  return /^[+-]\d+\.\d points(?: \(-?\d+\.\d to -?\d+\.\d\))?$/.test(text)
    ? { type: 'difference', text }
    : undefined;
}

/** Queries of the trials that a claim counts, and of those that it counts them of; of a difference both sides. */
export function trialsOf(claim: Claim): { readonly counted: string; readonly of: string } {
  const countings = countingsOf(claim);
  const either = (texts: readonly string[]): string =>
    texts.length === 1 ? (texts[0] ?? '') : texts.map((text) => `(${text})`).join(' | ');
  return {
    counted: either(countings.map(({ query, of, share }) => together(query, of, share))),
    of: either(countings.map(({ query, of }) => together(query, of))),
  };
}
