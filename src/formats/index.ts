/** The table of source formats. A new format is one file and one line here. */
import { UserError } from '../base/user-error.ts';
import type { Problem } from '../trial/types.ts';
import type { Claim, Format, Head, SourceFile, Survey } from './format.ts';
import { agentdojo } from './agentdojo.ts';
import { atif } from './atif.ts';
import { readHead } from './bytes.ts';
import { HEAD_BYTES, MOST_HEAD_BYTES } from './raw-bytes.ts';
import { chatLines } from './chat-lines.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { docent } from './docent.ts';
import { geminiCli } from './gemini-cli.ts';
import { inspect } from './inspect.ts';
import { sniffJson } from './json/json.ts';
import { mapped } from './mapped.ts';
import { native } from './native.ts';
import { openaiChat } from './openai-chat.ts';
import { opencode } from './opencode.ts';
import { openhands } from './openhands.ts';
import { ownFiles } from './own-files.ts';
import { petriBloom } from './petri-bloom.ts';
import { pi } from './pi.ts';
import { surveyStudy } from './study/tree.ts';
import { study } from './study.ts';
import { sweAgent } from './swe-agent.ts';

/** Every format, in the order in which equal claims win. */
export const FORMATS: readonly Format[] = [
  ownFiles,
  native,
  study,
  petriBloom,
  docent,
  inspect,
  atif,
  claudeCode,
  codex,
  opencode,
  geminiCli,
  pi,
  agentdojo,
  openhands,
  sweAgent,
  chatLines,
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

/** A claim so sure needs no more of the file to be looked at. */
const SURE = 0.9;

/**
 * Recognises a file by its first record, of which it reads as much as it has to (`MOST_HEAD_BYTES`
 * at most). Throws `DamagedFile` where nothing can be read of it.
 */
export async function recognise(
  file: SourceFile,
  forced?: string,
): Promise<{ readonly head: Head; readonly detected: Detected | undefined }> {
  for (let limit = HEAD_BYTES; ; limit *= 8) {
    const head = await readHead(file, Math.min(limit, MOST_HEAD_BYTES));
    const detected = detect(head, forced);
    const isSure = (detected?.claim.confidence ?? 0) >= SURE;
    if (isSure || limit >= MOST_HEAD_BYTES || !goesOn(head)) return { head, detected };
  }
}

/** Whether the first record of a head goes on beyond it. */
function goesOn(head: Head): boolean {
  if (head.whole) return false;
  const sniff = sniffJson(head);
  return sniff !== undefined && sniff.end === undefined;
}

/** What the formats can tell from a scan alone: files missing from a tree. */
export function surveyAll(survey: Survey): readonly Problem[] {
  return surveyStudy(survey);
}
