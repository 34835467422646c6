/** Writes what `inquest audit new` has drawn: the key, an audit file for each auditor, and bundles. */
import { bundleLine } from '../../../audit/bundle.ts';
import { reviewTrial } from '../../../audit/evidence.ts';
import { canonicalHash } from '../../../audit/hash.ts';
import type { Rubric } from '../../../audit/rubric.ts';
import type { Place, Sample } from '../../../audit/sample.ts';
import type { Design, NewRecord } from '../../../audit/schema.ts';
import { createAudit } from '../../../audit-files/append.ts';
import { writeWhole } from '../../../base/write-file.ts';
import type { Collection } from '../../../collection/collection.ts';
import { packageVersion } from '../../../process/package-root.ts';
import { blindOptions, shownOf, type Collected } from './collect.ts';
import type { AuditNames } from './names.ts';

type Work = {
  readonly collection: Collection;
  readonly collected: Collected;
  readonly sample: Sample;
  readonly design: Design;
  readonly rubric: Rubric;
  readonly files: AuditNames;
  /** One an auditor, or none. */
  readonly bundles: readonly string[];
  /** The text of the key. */
  readonly key: string;
};

/** The key first: an audit without one could not be closed. */
export async function writeAudit({
  collection,
  collected: { storeKeys, models },
  sample,
  design,
  rubric,
  files,
  bundles,
  key,
}: Work): Promise<void> {
  const keys = new Set([...sample.places.values()].flat().map((place) => place.key));
  const options = blindOptions(design.blind, models);
  const shown = await shownOf(collection, keys, storeKeys, options);
  await writeWhole(files.key, key);
  for (const [at, auditor] of design.auditors.entries()) {
    const header: NewRecord = {
      type: 'audit',
      v: 1,
      program: `inquest ${packageVersion()}`,
      name: files.name,
      auditor,
      auditorKind: 'person',
      design,
      designHash: canonicalHash(design),
      rubric,
    };
    const items = itemsOf(sample.places.get(auditor) ?? [], shown);
    const lines = async function* (): AsyncGenerator<string> {
      for (const drawn of items) {
        const storeKey = storeKeys.get(drawn.content);
        const trial = storeKey && (await collection.store.trial(storeKey));
        if (trial !== undefined) yield bundleLine(drawn, reviewTrial(trial, options));
      }
    };
    await createAudit(files.audits[at] ?? '', [header, { type: 'draw', items }], () => new Date());
    // What the auditor may see, for another machine.
    const bundle = bundles[at];
    if (bundle !== undefined) await writeWhole(bundle, lines());
  }
}

/** Places as items of a file, numbered on from `from`. */
export function itemsOf(
  places: readonly Place[],
  shown: ReadonlyMap<string, string>,
  from = 0,
): Extract<NewRecord, { type: 'draw' | 'extend' }>['items'] {
  return places.map(({ key, round }, at) => ({
    item: from + at + 1,
    round,
    content: key,
    shown: shown.get(key) ?? '',
  }));
}
