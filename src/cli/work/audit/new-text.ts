/** What `inquest audit new` prints: what was drawn, how far it will carry, and what comes next. */
import type { Design } from '../../../audit/schema.ts';
import { canonicalHash } from '../../../audit/hash.ts';
import { classOf, type Sample } from '../../../audit/sample.ts';
import { tell } from '../../../process/streams.ts';
import { grouped, plural } from '../../../stats/bars.ts';
import { wilson } from '../../../stats/wilson.ts';
import { jsonText } from '../../../text/json.ts';
import { t } from '../../../text/safe.ts';
import { formOf, type Context } from '../../context.ts';
import { printJsonLines } from '../../print-rows.ts';
import type { NewOptions } from './new-options.ts';
import type { AuditNames } from './names.ts';

export async function told(
  { options, out }: Context<NewOptions>,
  design: Design,
  { strata, places }: Sample,
  files: AuditNames,
  trials: number,
): Promise<void> {
  const drawn = strata.reduce((sum, { n }) => sum + n, 0);
  const designHash = canonicalHash(design);
  const form = formOf(options);
  const allocation = options.showAllocation === true ? { strata } : {};
  const summary = {
    name: files.name,
    designHash,
    seed: design.seed,
    drawn,
    trials,
    key: files.key,
    files: files.audits,
    ...allocation,
  };
  if (form === 'json') return out.json(`${jsonText(summary, 2)}\n`);
  if (form === 'jsonl') return printJsonLines(out, [summary]);
  await out.text(
    t`audit ${files.name}: ${grouped(drawn)} of ${plural(trials, 'trial')} drawn from ${plural(strata.length, 'stratum', 'strata')}\n`,
  );
  if (options.showAllocation === true) {
    for (const { stratum, N, n } of strata) await out.text(t`  ${stratum}  ${n} of ${N}\n`);
  }
  await out.text(t`\nseed    ${design.seed}\ndesign  ${designHash}\n`);
  await out.text(
    t`        Publish this hash before anybody looks (a commit, a mail): it proves that the sample was not chosen.\n`,
  );
  await out.text(
    t`key     ${files.key}\n        Verdicts and names are in it: whoever answers must not open it.\n`,
  );
  for (const [at, auditor] of design.auditors.entries()) {
    const count = places.get(auditor)?.length ?? 0;
    await out.text(
      t`\n${auditor}: ${plural(count, 'trial')}\n  inquest audit run ${files.audits[at] ?? ''}${options.bundle === true ? ` --bundle ${files.bundles[at] ?? ''}` : ''}\n`,
    );
  }
  if (design.auditors.includes(design.drawnBy)) {
    tell(
      'who draws a sample learns how often the judge said harmful: let another person answer where you can',
    );
  }
}

/** Says how little a sample of this size will tell, before it is drawn. */
export async function tellReach(
  { options, out }: Context<NewOptions>,
  strata: Sample['strata'],
): Promise<void> {
  const text = reachOf(strata);
  if (formOf(options) === 'text') await out.text(t`${text}\n\n`);
  else tell(text);
}

/** Fewer trials of a stratum say nothing of it alone. */
const FEW = 10;

/** How far the results of a sample of this size will be from the truth, before anything is known. */
function reachOf(strata: Sample['strata']): string {
  const classes = Map.groupBy(strata, ({ stratum }) => classOf(stratum));
  const widths = [...classes.values()].map((all) => {
    const N = all.reduce((sum, one) => sum + one.N, 0);
    // The size of a simple sample that tells as much (docs/auditing.md).
    const loss = all.reduce(
      (sum, one) => sum + (one.N / N) ** 2 * ((1 - one.n / one.N) / (one.n || 1)),
      0,
    );
    if (loss === 0) return 0;
    const interval = wilson(0.9 / loss, 1 / loss);
    return interval === undefined ? 1 : (interval.high - interval.low) / 2;
  });
  const worst = Math.round(100 * Math.max(...widths));
  if (strata.every(({ N, n }) => n === N)) {
    return 'All trials of the query will be drawn: shares within a verdict have no error of sampling.';
  }
  const small = strata.filter(({ N, n }) => n < FEW && n < N).length;
  const alone =
    small === 0 || strata.length === classes.size
      ? ''
      : ` Of ${small} of the ${strata.length} strata fewer than ${FEW} trials are drawn: the sample says nothing of each alone.`;
  return `A sample of this size will tell shares within a verdict to about ± ${worst} points (95 %; of a share near 90 %).${alone} \`inquest audit plan\` says what more would bring.`;
}
