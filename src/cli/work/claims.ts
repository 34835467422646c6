/** `inquest claims`: figures of a text that are counted anew, and a first file of them. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { unreadable } from '../../base/file-errors.ts';
import { UserError } from '../../base/user-error.ts';
import { parseClaims } from '../../claims/parse.ts';
import type { Claims } from '../../claims/schema.ts';
import { fieldTerm } from '../../query/edit.ts';
import { NO_VALUE } from '../../query/ast.ts';
import { grouped, plural } from '../../stats/bars.ts';
import { HARMFUL_RATE } from '../../stats/shares.ts';
import { safeLine, t } from '../../text/safe.ts';
import { GROUP_FIELDS } from '../../trial/catalogue.ts';
import { besides, pathsFrom } from '../../walkthrough/file.ts';
import { formOf, withCollection, type CommonOptions, type Context } from '../context.ts';
import type { RootOptions } from './root.ts';
import { deliver, refuseSources } from '../destination.ts';
import { fieldNamed } from '../field-option.ts';
import { printCsv, printJson, printJsonLines } from '../print-rows.ts';
import { tell } from '../../process/streams.ts';

export type NewClaimsOptions = CommonOptions & {
  readonly query?: string;
  readonly by?: readonly string[];
  readonly share?: string;
  readonly of?: string;
  readonly output: string;
  readonly force?: boolean;
};

type ClaimRow = {
  readonly claim: number;
  readonly text: string;
  readonly where: string | null;
  readonly expected: string;
  readonly found: string;
  readonly holds: boolean;
};

/** Counts every claim of a file. 1 if one does not hold. */
export async function runClaimsCheck(
  context: Context,
  file: string,
  given: readonly string[],
): Promise<number> {
  const { out, options } = context;
  const claims = await readClaims(file);
  const paths = given.length > 0 ? given : claims.paths.map((one) => besides(file, one));
  return withCollection(paths, context, async ({ ask }) => {
    const { checked } = await ask('claims', { claims: claims.claims });
    const rows = claims.claims.map(({ text, where = null, expect }, index): ClaimRow => {
      const { found, holds } = checked[index] ?? { found: 'nothing', holds: false };
      return { claim: index + 1, text, where, expected: String(expect), found, holds };
    });
    const wrong = rows.filter(({ holds }) => !holds);
    const form = formOf(options);
    if (form === 'json') {
      const head = { file, title: claims.title, differ: wrong.length };
      await printJson(out, rows, { head, name: 'claims' });
    } else if (form === 'jsonl') await printJsonLines(out, rows);
    else if (form === 'csv') {
      await printCsv(out, ['claim', 'text', 'where', 'expected', 'found', 'holds'], rows);
    } else {
      for (const { claim, text, where, expected, found } of wrong) {
        const place = where === null ? '' : ` [${where}]`;
        await out.text(t`${safeLine(`${claim}  ${text}${place}`)}\n`);
        await out.text(t`   ${safeLine(`expected ${expected}, found ${found}`)}\n`);
      }
      const all = plural(rows.length, 'claim');
      await out.text(
        wrong.length === 0
          ? t`${all}, all hold\n`
          : t`${all}, ${grouped(wrong.length)} ${wrong.length === 1 ? 'differs' : 'differ'}\n`,
      );
    }
    return wrong.length === 0 ? 0 : 1;
  });
}

/** The claims on screen, each with its trials; where there is no terminal they are checked. */
export async function runClaimsOpen(
  context: Context<RootOptions>,
  file: string,
  given: readonly string[],
): Promise<number> {
  if (!process.stdout.isTTY || formOf(context.options) !== 'text') {
    return runClaimsCheck(context, file, given);
  }
  if (context.options.redact !== undefined) {
    throw new UserError(
      'claims do not go with --redact: their own words would be shown as they are',
    );
  }
  const { title, claims, paths } = await readClaims(file);
  const { openViewer } = await import('./root.ts');
  const opened = given.length > 0 ? given : paths.map((one) => besides(file, one));
  return openViewer(context, opened, { opened: undefined, claims: { file, title, claims } });
}

/** Claims of the groups of a table of shares, to be edited. */
export async function runClaimsNew(
  context: Context<NewClaimsOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const { output, force, query = '' } = options;
  if (output !== '-' && force !== true && existsSync(output)) {
    throw new UserError(`${output} is there already`, '--force replaces it');
  }
  if (output !== '-' && !/\.claims\.ya?ml$/i.test(output)) {
    throw new UserError(`${output} is no name of claims`, 'end it with .claims.yaml');
  }
  const by = (options.by ?? ['model']).map((name) => fieldNamed('--by', name, GROUP_FIELDS));
  const { share = HARMFUL_RATE.share, of = HARMFUL_RATE.of } = options;
  return withCollection(paths, context, async (collection) => {
    await refuseSources(output, collection);
    const made = await collection.ask('shares', { query: { text: query }, share, of, by });
    const claims = made.groups.map((group) => {
      const names = group.values.map((value) => value ?? NO_VALUE);
      const terms = names.map((name, at) => fieldTerm(by[at] ?? 'model', [name]));
      return {
        text: names.join(', '),
        query: [...(query === '' ? [] : [/\|/.test(query) ? `(${query})` : query]), ...terms].join(
          ' ',
        ),
        ...(share !== HARMFUL_RATE.share && { share }),
        ...(of !== HARMFUL_RATE.of && { of }),
        expect: `${group.counted} of ${group.of}`,
      };
    });
    if (claims.length === 0) {
      tell('no trial matches');
      return 1;
    }
    const folder = output === '-' ? '.' : path.dirname(output);
    const shown = collection.redaction === undefined ? paths : [];
    const whole = { title: 'Claims', paths: await pathsFrom(folder, shown), claims };
    const text = `# Claims: inquest claims check FILE counts each anew; see docs/study.md.\n${stringify(whole, { lineWidth: 100 })}`;
    await deliver(output, once(text), context, collection, out.raw);
    if (output !== '-') tell(`${plural(claims.length, 'claim')} written to ${output}`);
    return 0;
  });
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function readClaims(file: string): Promise<Claims> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(error, file);
  }
  return parseClaims(text, file);
}
