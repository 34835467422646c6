/** `inquest concordance --audit`: what an audit says of the words as a measure. */
import { UserError } from '../../base/user-error.ts';
import type { Concordance } from '../../concordance/types.ts';
import type { Context } from '../context.ts';
import { readMeasure } from './audit/measure.ts';
import type { ConcordanceOptions } from './concordance-options.ts';

/**
 * Reads the audit files. Gives what makes a concordance one with corrected shares, which throws a
 * `UserError` where the audit is of another measure; undefined where a file is open, which is said.
 */
export async function readValidation(
  context: Context<ConcordanceOptions>,
  files: readonly string[],
  by: readonly string[],
): Promise<((made: Concordance) => Concordance) | undefined> {
  const { label, key } = context.options;
  const found = await readMeasure(context, { files, label, key, by });
  if (found === undefined) return undefined;
  const { validation, file } = found;
  const { measure } = validation;
  return (made) => {
    if (measuresOf(made).includes(measure)) return { ...made, validation };
    throw new UserError(
      `--audit: ${file} was stratified by ${measure}, which is not what is counted`,
      measure.startsWith('signal:')
        ? `inquest concordance ${measure} counts that`
        : `inquest audit new --stratify ${measuresOf(made)[0] ?? 'signal:NAME'} draws one for it`,
    );
  };
}

/** The strata by which a sample tells trials that say it from others. */
function measuresOf({ asked, says }: Concordance): readonly string[] {
  const text = asked.trim();
  if (text.startsWith('signal:')) return [text];
  return [text, `{${text}}`, says.any, says.reasoning, says.message].map((one) => `query:${one}`);
}
