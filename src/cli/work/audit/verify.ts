/** `inquest audit verify`: what is proved of an audit, check by check. 1 if one fails. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readAudit, recordsOf, type AuditFile } from '../../../audit/audit-file.ts';
import { frameText } from '../../../audit/frame.ts';
import { readKey, stratumText, type KeyFile } from '../../../audit/key.ts';
import { fileChecks, keyChecks, type Check } from '../../../audit/verify.ts';
import { bytesOf, keyFileOf } from '../../../auditing/read.ts';
import { unwritable } from '../../../base/file-errors.ts';
import { UserError } from '../../../base/user-error.ts';
import { writeWhole } from '../../../base/write-file.ts';
import { t } from '../../../text/safe.ts';
import { formOf, withCollection, type CommonOptions, type Context } from '../../context.ts';
import { printJson, printJsonLines } from '../../print-rows.ts';
import { resampled, strataOf } from './close.ts';
import { blindOptions, collect, shownOf } from './collect.ts';
import { readAgain } from './names.ts';
import { NAMESPACE } from './sign.ts';

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
  const checks: Check[] = [...fileChecks(audit, options), ...(await signatureCheck(file, options))];
  let key: KeyFile | undefined;
  if (hasKey) {
    try {
      key = readKey(await bytesOf(keyFile), keyFile);
      checks.push(...keyChecks(audit, key, placesOf(audit, key)));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      checks.push({ name: 'key', state: 'failed', text: error.message });
    }
  } else
    checks.push({
      name: 'key',
      state: 'note',
      text: `${keyFile} is not there: the draw cannot be repeated`,
    });
  if (paths.length > 0) {
    if (key === undefined)
      throw new UserError('without the key the trials cannot be compared', '--key names it');
    checks.push(...(await sourceChecks(context, audit, key, paths)));
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

function placesOf(
  audit: AuditFile,
  key: KeyFile,
): ReturnType<typeof resampled>['places'] extends ReadonlyMap<string, infer P> ? P : never {
  const sizes = recordsOf(audit, 'extend').map(({ sample }) => Number(sample));
  return resampled(audit, key, sizes).places.get(audit.header.auditor) ?? [];
}

/** The trials as they are now: contents, what was shown of them, verdicts, the frame. */
async function sourceChecks(
  context: Context<VerifyOptions>,
  audit: AuditFile,
  key: KeyFile,
  paths: readonly string[],
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  await withCollection(
    paths,
    readAgain(context, key),
    async (collection) => {
      const found = await collect(collection, key.head.query, []);
      // A verdict that changed takes a trial out of a frame of verdicts: it is looked for everywhere.
      const all = await collect(collection, '', []);
      const now = new Map(all.trials.map((trial) => [trial.content, trial]));
      const gone = audit.items.filter(({ content }) => !now.has(content));
      checks.push(
        gone.length === 0
          ? {
              name: 'content',
              state: 'ok',
              text: `all ${audit.items.length} trials are there, turn by turn`,
            }
          : {
              name: 'content',
              state: 'failed',
              text: `${gone.length} trials are gone or were changed: ${gone.map(({ content }) => key.trials.get(content)?.id ?? content.slice(0, 12)).join(', ')}`,
            },
      );
      const options = blindOptions(audit.header.design.blind, key.head.models);
      const shown = await shownOf(
        collection,
        audit.items.map(({ content }) => content),
        all,
        options,
      );
      const other = audit.items.filter(
        (one) => shown.has(one.content) && shown.get(one.content) !== one.shown,
      );
      checks.push(
        other.length === 0
          ? { name: 'shown', state: 'ok', text: 'what was shown is what these trials show' }
          : { name: 'shown', state: 'failed', text: `${other.length} trials were shown otherwise` },
      );
      const rejudged = audit.items.filter(({ content }) => {
        const trial = now.get(content);
        return trial !== undefined && trial.verdict !== key.trials.get(content)?.verdict;
      });
      checks.push({
        name: 'verdicts',
        state: rejudged.length === 0 ? 'ok' : 'note',
        text:
          rejudged.length === 0
            ? 'as they were when the sample was drawn'
            : `${rejudged.length} re-judged since`,
      });
      const drawn = new Set(key.trials.keys());
      const kept = found.trials.filter(({ content }) => drawn.has(content)).length;
      const added = found.trials.length - kept;
      const missing = key.trials.size - kept;
      const isSame = added === 0 && missing === 0;
      checks.push({
        name: 'frame now',
        state: isSame ? 'ok' : 'note',
        text: isSame
          ? `the same ${found.trials.length} trials`
          : `${added} trials were added since, ${missing} are not in it any more`,
      });
      return 0;
    },
    { tellProblems: false },
  );
  return checks;
}

async function signatureCheck(file: string, { signers }: VerifyOptions): Promise<readonly Check[]> {
  const signature = `${file}.sig`;
  const check = (state: Check['state'], text: string): readonly Check[] => [
    { name: 'signature', state, text },
  ];
  if (!existsSync(signature)) return check('note', 'there is none');
  const input = await bytesOf(file);
  const named = ['-n', NAMESPACE, '-s', signature];
  if (signers === undefined) {
    const { isGood, said } = keygen(['-Y', 'check-novalidate', ...named], input);
    return check(isGood ? 'note' : 'failed', isGood ? `${said} (--signers FILE says whose)` : said);
  }
  const found = keygen(['-Y', 'find-principals', '-f', signers, '-s', signature]);
  if (!found.isGood) return check('failed', found.said);
  const { isGood, said } = keygen(
    ['-Y', 'verify', '-f', signers, '-I', found.said, ...named],
    input,
  );
  return check(isGood ? 'ok' : 'failed', said);
}

/** What `ssh-keygen` says, in a line. */
function keygen(
  args: readonly string[],
  input?: Uint8Array,
): { readonly isGood: boolean; readonly said: string } {
  const { status, stdout, stderr, error } = spawnSync('ssh-keygen', args, {
    ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input }),
    encoding: 'utf8',
  });
  if (status === null) {
    return {
      isGood: false,
      said: `ssh-keygen cannot be run: ${error?.message ?? 'it was stopped'}`,
    };
  }
  const [said = ''] = `${stdout}${stderr}`.trim().split('\n');
  return { isGood: status === 0, said };
}

/** The files by which anybody repeats the draw: `frame.tsv` and `strata.tsv`. */
async function writeDraw(folder: string, audit: AuditFile, key: KeyFile): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw unwritable(error, folder);
  }
  const rows = [...key.trials.values()].map(({ content, stratum }) => ({
    key: content,
    stratum: stratumText(stratum),
  }));
  const strata = strataOf(audit, key).map(({ stratum, N, n }) => `${stratum}\t${N}\t${n}\n`);
  await writeWhole(path.join(folder, 'frame.tsv'), pieces(frameText(rows)));
  await writeWhole(path.join(folder, 'strata.tsv'), pieces(strata.join('')));
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}
