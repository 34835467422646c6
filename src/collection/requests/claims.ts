import { checkClaim, countingsOf, trialsOf } from '../../claims/check.ts';
import type { Claim } from '../../claims/schema.ts';
import type { CheckedClaim } from '../../claims/check.ts';
import type { ShareGroup } from '../../query/results.ts';
import { QueryMistake } from '../query-mistake.ts';
import type { Handler, RequestContext } from '../request.ts';
import { shares } from './shares.ts';

/** Each claim counted anew. One that cannot be counted does not hold, and says why. */
export const claims: Handler<'claims'> = async (context, params, { signal }) => {
  const checked: CheckedClaim[] = [];
  for (const claim of params.claims) {
    signal?.throwIfAborted();
    checked.push({ ...(await check(context, claim)), ...trialsOf(claim) });
  }
  return { checked };
};

async function check(
  context: RequestContext,
  claim: Claim,
): Promise<Pick<CheckedClaim, 'found' | 'holds'>> {
  const counts: ShareGroup[] = [];
  try {
    for (const { query, share, of } of countingsOf(claim)) {
      const asked = { query: { text: query }, share, of, by: [] };
      counts.push((await shares(context, asked, {})).total);
    }
  } catch (error) {
    if (error instanceof QueryMistake) return { found: error.queryError.message, holds: false };
    throw error;
  }
  return checkClaim(claim, counts);
}
