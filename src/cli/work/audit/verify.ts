/** `inquest audit verify`: what is proved of an audit, check by check. 1 if one fails. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readAudit, type AuditFile } from '../../../audit/audit-file.ts';
import { frameRows, frameText } from '../../../audit/frame.ts';
import type { KeyFile } from '../../../audit/key.ts';
import { matched } from '../../../audit/match.ts';
import { sourceChecks } from '../../../audit/verify-sources.ts';
import type { Check } from '../../../audit/verify.ts';
import { bytesOf, keyFileOf } from '../../../audit-files/read.ts';
import { unwritable } from '../../../base/file-errors.ts';
import { UserError } from '../../../base/user-error.ts';
import { writeWhole } from '../../../base/write-file.ts';
import { t } from '../../../text/safe.ts';
import { formOf, withCollection, type CommonOptions, type Context } from '../../context.ts';
import { printJson, printJsonLines } from '../../print-rows.ts';
import { strataOf } from './close.ts';
import { blindOptions, collect, fileHashes, shownOf, storeKeysOf } from './collect.ts';
import { readAgain } from './names.ts';
import { signatureOf } from './sign.ts';
import { checksOf } from './verify-files.ts';

export type VerifyOptions = CommonOptions & {
  readonly key?: string;
  readonly head?: string;
  readonly design?: string;
  readonly signers?: string;
  readonly showDraw?: string;
};

export async function runVerify(
  context: Context<VerifyOptions>,
  file: string,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const bytes = await bytesOf(file);
  const audit = readAudit(bytes, file);
  const keyFile = options.key ?? keyFileOf(audit);
  const hasKey = options.key !== undefined || existsSync(keyFile);
  const found = checksOf(
    audit,
    hasKey ? { file: keyFile, bytes: await bytesOf(keyFile) } : undefined,
    options,
  );
  const { key } = found;
  const checks: Check[] = [...found.file, signatureCheck(file, options), ...found.ofKey];
  if (!hasKey) {
    const text = `${keyFile} is not there: the draw cannot be repeated`;
    checks.push({ name: 'key', state: 'note', text });
  }
  if (paths.length > 0) {
    if (key === undefined)
      throw new UserError('without the key the trials cannot be compared', '--key names it');
    checks.push(...(await checksOfSources(context, audit, key, paths)));
  }
  if (options.showDraw !== undefined) {
    if (key === undefined) {
      throw new UserError(
        '--show-draw: the draw is in the key, which is not there',
        '--key names it',
      );
    }
    await writeDraw(options.showDraw, audit, key);
  }
  const form = formOf(options);
  if (form === 'json') await printJson(out, checks, { head: { file }, name: 'checks' });
  else if (form === 'jsonl') await printJsonLines(out, checks);
  else {
    const marks = { ok: '✔', failed: '✘', note: '·' };
    for (const { name, state, text } of checks) {
      await out.text(t`${marks[state]} ${name.padEnd(9)} ${text}\n`);
    }
  }
  await out.finish();
  return checks.some(({ state }) => state === 'failed') ? 1 : 0;
}

/** The trials as they are now: contents, what was shown of them, verdicts, the frame, the files. */
async function checksOfSources(
  context: Context<VerifyOptions>,
  audit: AuditFile,
  key: KeyFile,
  paths: readonly string[],
): Promise<readonly Check[]> {
  let checks: readonly Check[] = [];
  await withCollection(
    paths,
    readAgain(context, key),
    async (collection) => {
      const found = await collect(collection, key.head.query, []);
      // A verdict that changed takes a trial out of a frame of verdicts: it is looked for everywhere.
      const all = await collect(collection, '', []);
      const trials = matched(key.trials.values(), all.trials);
      checks = sourceChecks(audit, key, {
        trials,
        frame: {
          trials: found.trials.length,
          kept: matched(key.trials.values(), found.trials).size,
        },
        shown: await shownOf(
          collection,
          audit.items.map(({ content }) => content),
          storeKeysOf(trials, all),
          blindOptions(audit.header.design.blind, key.head.models),
        ),
        files: key.head.files === undefined ? [] : await fileHashes(collection),
      });
      return 0;
    },
    { tellProblems: false },
  );
  return checks;
}

function signatureCheck(file: string, { signers }: VerifyOptions): Check {
  const found = signatureOf(file, signers);
  if (found === undefined) return { name: 'signature', state: 'note', text: 'there is none' };
  const { isGood, said } = found;
  const isAnyones = isGood && signers === undefined;
  return {
    name: 'signature',
    state: isGood ? (isAnyones ? 'note' : 'ok') : 'failed',
    text: isAnyones ? `${said} (--signers FILE says whose)` : said,
  };
}

/** The files by which anybody repeats the draw: `frame.tsv` and `strata.tsv`. */
async function writeDraw(folder: string, audit: AuditFile, key: KeyFile): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw unwritable(error, folder);
  }
  const strata = strataOf(audit, key).map(({ stratum, N, n }) => `${stratum}\t${N}\t${n}\n`);
  await writeWhole(path.join(folder, 'frame.tsv'), frameText(frameRows(key.trials.values())));
  await writeWhole(path.join(folder, 'strata.tsv'), strata.join(''));
}
