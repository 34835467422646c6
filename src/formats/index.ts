/** The table of source formats. A new format is one file and one line here. */
import { UserError } from '../trial/user-error.ts';
import type { Problem } from '../trial/types.ts';
import type { Claim, Format, Head, Survey } from './format.ts';
import { atif } from './atif.ts';
import { claudeCode } from './claude-code.ts';
import { docent } from './docent.ts';
import { inspect } from './inspect.ts';
import { mapped } from './mapped.ts';
import { native } from './native.ts';
import { openaiChat } from './openai-chat.ts';
import { petriBloom } from './petri-bloom.ts';
import { surveyStudy } from './study/tree.ts';
import { study } from './study.ts';

/** Every format, in the order in which equal claims win. */
export const FORMATS: readonly Format[] = [
  native,
  study,
  petriBloom,
  docent,
  inspect,
  atif,
  claudeCode,
  openaiChat,
  mapped,
];

export type Detected = { readonly format: Format; readonly claim: Claim };

/**
 * Which format a file is: the highest claim wins. Undefined: nobody knows it (binary, empty, text).
 * `forced` is the name of the only format to use; an unknown name throws a `UserError`.
 */
export function detect(head: Head, forced?: string): Detected | undefined {
  if (forced !== undefined) {
    const format = FORMATS.find((each) => each.name === forced);
    if (format === undefined) {
      const names = FORMATS.map((each) => each.name).join(', ');
      throw new UserError(`unknown format "${forced}"`, `formats: ${names}`);
    }
    return { format, claim: { confidence: 1, why: 'it was asked for' } };
  }
  let best: Detected | undefined;
  for (const format of FORMATS) {
    const claim = format.detect(head);
    if (claim !== undefined && claim.confidence > (best?.claim.confidence ?? 0)) {
      best = { format, claim };
    }
  }
  return best;
}

/** What the formats can tell from a scan alone: files missing from a tree. */
export function surveyAll(survey: Survey): readonly Problem[] {
  return surveyStudy(survey);
}
