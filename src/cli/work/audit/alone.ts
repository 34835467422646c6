/** `inquest audit`: what an audit is, and the next step with the ones that lie here. */
import { readdir } from 'node:fs/promises';
import { openedAudit } from '../../../audit-files/read.ts';
import { UserError } from '../../../base/user-error.ts';
import { shellWord } from '../../../base/shell.ts';
import { t } from '../../../text/safe.ts';
import type { Context } from '../../context.ts';

const SHOWN = 20;

export async function runAlone({ out }: Context): Promise<number> {
  const names = (await readdir('.')).filter((name) => name.endsWith('.audit.jsonl')).sort();
  await out.text(t`An audit says how far verdicts can be trusted: a sample of trials is drawn, people judge it without
seeing the verdicts, and a report compares both.

  1  inquest audit plan [PATH...]                how many trials a question needs
  2  inquest audit new [PATH...] --sample 60 -o review
                                                draws them; the key stays away from who answers
  3  inquest audit run review.audit.jsonl       asks about one after the other, blind
  4  inquest audit close review.audit.jsonl     ends it; the verdicts are written into the file
  5  inquest audit report review.audit.jsonl    precision, misses, recall, the corrected rate
     inquest audit verify review.audit.jsonl [PATH...]
                                                checks that nothing was changed since
\n`);
  if (names.length > 0) await out.text(t`Here:\n`);
  for (const name of names.slice(0, SHOWN)) await out.text(t`  ${await nextOf(name)}\n`);
  if (names.length > SHOWN) await out.text(t`  … ${names.length - SHOWN} more\n`);
  await out.finish();
  return 0;
}

async function nextOf(name: string): Promise<string> {
  try {
    const { items, answers, close } = await openedAudit(name);
    const file = shellWord(name);
    if (close !== undefined) return `${name}: closed · inquest audit report ${file}`;
    const told = `${name}: ${answers.size} of ${items.length} answered`;
    const step = answers.size < items.length ? 'run' : 'close';
    return `${told} · inquest audit ${step} ${file}`;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
}
