/** `inquest audit run`: reads what is to be judged, and hands on nothing but that. */
import { existsSync } from 'node:fs';
import type { AuditFile } from '../../../audit/audit-file.ts';
import { headOf, recordsOf } from '../../../audit/records-of.ts';
import { asTrial, BLIND_VERSION, shownHash } from '../../../audit/blind.ts';
import { reviewTrial } from '../../../audit/evidence.ts';
import type { KeyFile } from '../../../audit/key.ts';
import { openAudit, type AuditWriter } from '../../../audit-files/append.ts';
import { bytesOf, keyFileOf, keyOf } from '../../../audit-files/read.ts';
import { readBundle } from '../../../audit/bundle.ts';
import type { Draft, ReviewItem, ReviewStart } from '../../../app/audit/state.ts';
import { UserError } from '../../../base/user-error.ts';
import { packageVersion } from '../../../process/package-root.ts';
import { tell } from '../../../process/streams.ts';
import type { ReviewOptions } from '../../../viewer/review.ts';
import { withCollection, type CommonOptions, type Context } from '../../context.ts';
import { closing } from './close.ts';
import { blindOptions, locate } from './collect.ts';
import { pathsOf, readAgain } from './names.ts';

export type RunOptions = CommonOptions & { readonly key?: string; readonly bundle?: string };

export async function runRun(
  context: Context<RunOptions>,
  file: string,
  paths: readonly string[],
): Promise<number> {
  if (!process.stdout.isTTY) throw new UserError('audit run needs a terminal');
  const writer = await openAudit(file, () => new Date());
  try {
    if (writer.repaired !== undefined) tell(writer.repaired);
    const audit = writer.audit();
    if (audit.close !== undefined) {
      throw new UserError(`${file} is closed`, `inquest audit report ${file} says what came of it`);
    }
    if (audit.header['adjudicates'] !== undefined) {
      throw new UserError(
        `${file} settles disagreements`,
        'inquest audit adjudicate A B -o C goes on',
      );
    }
    const { bundle, key: keyName } = context.options;
    if (bundle !== undefined) {
      const items = await bundledItems(audit, bundle);
      const isKeyHere = keyName !== undefined || existsSync(keyFileOf(audit));
      const key = isKeyHere ? await keyOf(audit, keyName) : undefined;
      return await reviewed(context, writer, key, items);
    }
    const key = await keyOf(audit, keyName);
    return await reviewed(context, writer, key, await itemsOf(context, audit, key, paths));
  } finally {
    await writer.close();
  }
}

/** Has the items judged, in the terminal. */
export async function reviewed(
  context: Context,
  writer: AuditWriter,
  /** Undefined: elsewhere, where the audit is closed too. */
  key: KeyFile | undefined,
  items: readonly ReviewItem[],
): Promise<number> {
  const { columns, rows } = process.stdout;
  await writer.append({
    type: 'session',
    program: `inquest ${packageVersion()}`,
    blind: BLIND_VERSION,
    columns,
    rows,
  });
  const { runReview } = await import('../../../viewer/review.ts');
  return runReview({
    start: startOf(writer.audit(), items),
    theme: context.config.theme,
    colours: context.config.colours,
    signal: context.stop.signal,
    keep: keeper(writer, key),
    close: async () => {
      if (key === undefined) {
        throw new UserError(
          'the key is not here: send the file to where it is, to be closed there',
        );
      }
      await writer.append(closing(writer.audit(), key));
      return headOf(writer.audit()) ?? '';
    },
  });
}

/** The drawn trials from a bundle. */
async function bundledItems(audit: AuditFile, file: string): Promise<readonly ReviewItem[]> {
  const found = readBundle(await bytesOf(file), file, audit.items);
  return audit.items.map((drawn) => {
    const review = found.get(drawn.content);
    if (review === undefined)
      throw new UserError(`${file} has no trial ${drawn.item} of this audit`);
    return { drawn, review, trial: asTrial(review.blind, `trial ${drawn.item}`) };
  });
}

/** The drawn trials as they may be seen. The collection is closed before the first is shown. */
export async function itemsOf(
  context: Context,
  audit: AuditFile,
  key: KeyFile,
  paths: readonly string[],
): Promise<readonly ReviewItem[]> {
  const items: ReviewItem[] = [];
  const options = blindOptions(audit.header.design.blind, key.head.models);
  await withCollection(
    paths.length > 0 ? paths : pathsOf(key),
    readAgain(context, key),
    async (collection) => {
      const storeKeys = await locate(
        collection,
        key,
        audit.items.map(({ content }) => content),
      );
      for (const drawn of audit.items) {
        const storeKey = storeKeys.get(drawn.content);
        const trial = storeKey && (await collection.store.trial(storeKey));
        if (trial === undefined) throw new UserError('a trial of the audit is gone');
        const review = reviewTrial(trial, options);
        if (shownHash(review.blind) !== drawn.shown) {
          throw new UserError(
            `trial ${drawn.item} would be shown otherwise than when it was drawn`,
            'another version of Inquest drew this sample',
          );
        }
        items.push({ drawn, review, trial: asTrial(review.blind, `trial ${drawn.item}`) });
      }
      return 0;
    },
    // Names of files are not to be seen.
    { tellProblems: false },
  );
  return items;
}

function startOf(audit: AuditFile, items: readonly ReviewItem[]): ReviewOptions['start'] {
  const drafts = new Map<number, Draft>();
  for (const { item, note, evidence } of recordsOf(audit, 'draft')) {
    drafts.set(item, { labels: {}, note: note ?? '', evidence: evidence ?? [] });
  }
  for (const [item, answer] of audit.answers) {
    const newest = recordsOf(audit, 'draft').findLast((one) => one.item === item);
    if (newest === undefined || newest.seq < answer.seq) drafts.delete(item);
  }
  const start: Omit<ReviewStart, 'size' | 'now'> = {
    name: audit.header.name,
    auditor: audit.header.auditor,
    rubric: audit.header.rubric,
    items,
    answers: audit.answers,
    changed: [...audit.earlier.values()].reduce((sum, { length }) => sum + length, 0),
    flagged: audit.flagged,
    skipped: audit.skipped,
    revealed: new Set(recordsOf(audit, 'reveal').flatMap(({ item }) => item ?? [])),
    drafts,
    head: headOf(audit) ?? '',
    sittings: recordsOf(audit, 'session').length,
  };
  return start;
}

/** Writes records; where the design says so, the verdict is shown after an answer, which is a record too. */
function keeper(writer: AuditWriter, key: KeyFile | undefined): ReviewOptions['keep'] {
  return async (record) => {
    await writer.append(record);
    const { header, records } = writer.audit();
    // The number that a revision of it names.
    const seq = records.at(-1)?.seq ?? 0;
    const kept = { record: { ...record, seq }, head: headOf(writer.audit()) ?? '' };
    if (record.type !== 'answer' || header.design.reveal !== 'each' || key === undefined) {
      return kept;
    }
    await writer.append({ type: 'reveal', what: 'verdict', item: record.item });
    const trial = key.trials.get(record.content);
    const label = trial?.label == null ? '' : ` (${trial.label})`;
    return {
      ...kept,
      head: headOf(writer.audit()) ?? '',
      verdict: `${trial?.outcome ?? 'unknown'}${label}`,
    };
  };
}
