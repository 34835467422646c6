/** What audits found of the share that the Stats count: of all trials, and of those under the cursor. */
import type { AuditedShares, ValidationRow } from '../../../concordance/types.ts';
import { NO_VALUE } from '../../../query/ast.ts';
import { grouped, percentOf, plural } from '../../../stats/bars.ts';
import { HARMFUL_RATE } from '../../../stats/shares.ts';
import type { StatsScreen } from './state.ts';
import { groupUnderCursor } from './table.ts';

/** Undefined where no audit is of what is counted. Warnings are said in full where all of it is wanted. */
export function auditedText(
  screen: StatsScreen,
  audits: readonly AuditedShares[] = [],
): string | undefined {
  const measure = measureOf(screen);
  const of = audits.filter(({ validation }) =>
    [measure, `query:${measure}`].includes(validation.measure),
  );
  const all = of.find(({ by }) => by === undefined)?.validation;
  const whole = all?.rows.at(-1);
  if (measure === undefined || all === undefined || whole === undefined) return undefined;
  const { audit, query, label, warnings } = all;
  const name = groupUnderCursor(screen)?.values[0] ?? NO_VALUE;
  const here =
    screen.split === undefined
      ? of
          .find(({ by }) => by === screen.by)
          ?.validation.rows.slice(0, -1)
          .find((row) => row.name === name)
      : undefined;
  const found = [
    `audit ${audit}${label === null ? '' : `, label ${label}`}, of ${plural(whole.population, 'trial')}${query === '' ? '' : ` of ${query}`}: ${correctedText(whole)}`,
    ...(here === undefined
      ? []
      : [`${name}, of ${grouped(here.population)}: ${correctedText(here)}`]),
    ...(warnings.length === 0 || screen.isWhole
      ? []
      : [`${plural(warnings.length, 'warning')} of the audit: i`]),
  ].join('; ');
  return screen.isWhole ? [`${found}.`, ...warnings].join(' ') : found;
}

/** By what a sample of this measure is stratified. */
function measureOf({ share, funnel }: StatsScreen): string | undefined {
  if (funnel !== undefined) return undefined;
  if (share === undefined || share.share === HARMFUL_RATE.share) return 'outcome';
  return share.share.trim();
}

function correctedText({ share, reviewed, corrected }: ValidationRow): string {
  const counted = share === null ? '' : `counted ${percentOf(share)}, `;
  if (corrected === null) return `${counted}${grouped(reviewed)} read, too few to correct it`;
  const { estimate, low, high } = corrected;
  const bounds = `${percentOf(low)} to ${percentOf(high)}`;
  return `${counted}people would find ${percentOf(estimate)} (${bounds}; ${grouped(reviewed)} read)`;
}
