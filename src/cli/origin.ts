/** What an export tells of itself. */
import path from 'node:path';
import { tallyText } from '../trial/redacted.ts';
import type { Origin } from '../export/origin.ts';
import type { Collection } from '../collection/collection.ts';
import { packageVersion } from '../process/package-root.ts';

/** The origin of an export of a collection; `first` are files read besides it. */
export async function originOf(
  { store, redaction }: Collection,
  ...first: readonly string[]
): Promise<Origin> {
  const when = sourceDate(process.env['SOURCE_DATE_EPOCH']);
  const sources = (await store.sources()).map(({ name }) => name);
  return {
    program: `Inquest ${packageVersion()}`,
    // Where a file lies on this machine is nobody's business.
    files: [...first.map((name) => redaction?.text(name) ?? name), ...sources].map((name) =>
      path.isAbsolute(name) ? path.basename(name) : name,
    ),
    ...(redaction === undefined ? {} : { redacted: tallyText(redaction.tally()) }),
    ...(when === undefined ? {} : { when }),
  };
}

/** https://reproducible-builds.org/specs/source-date-epoch/ */
function sourceDate(seconds: string | undefined): string | undefined {
  if (seconds === undefined || !/^\d{1,11}$/.test(seconds)) return undefined;
  return new Date(Number(seconds) * 1000).toISOString();
}
