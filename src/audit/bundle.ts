/** A bundle: the trials of an audit as they may be seen, in a file for another person or machine. */
import { z } from 'zod';
import { trialSchema } from '../trial/schema.ts';
import { UserError } from '../base/user-error.ts';
import { asTrial, shownHash, type BlindTrial } from './blind.ts';
import { linesOf, recordIn } from './chain.ts';
import type { ReviewTrial } from './evidence.ts';
import { canonicalHash } from './hash.ts';
import type { DrawnItem } from './schema.ts';

const lineSchema = z.looseObject({
  id: z.string(),
  model: z.literal('hidden'),
  condition: z.string().optional(),
  turns: trialSchema.shape.turns,
  meta: z.looseObject({
    content: z.string(),
    places: z
      .array(
        z.looseObject({
          textHash: z.string(),
          covers: z
            .array(z.looseObject({ at: z.number(), cells: z.number(), points: z.number() }))
            .readonly(),
        }),
      )
      .readonly(),
  }),
});

/** A line of a bundle: a native trial, unjudged, of a hidden model. */
export function bundleLine({ item, content }: DrawnItem, { blind, places }: ReviewTrial): string {
  const { id, ...rest } = asTrial(blind, String(item).padStart(3, '0'));
  return `${JSON.stringify({ id, ...rest, meta: { content, places } })}\n`;
}

/** The trials of a bundle by content, each as it was shown when the sample was drawn. */
export function readBundle(
  bytes: Uint8Array,
  file: string,
  items: readonly DrawnItem[],
): ReadonlyMap<string, ReviewTrial> {
  const shown = new Map(items.map((one) => [one.content, one.shown]));
  const found = new Map<string, ReviewTrial>();
  for (const [index, line] of linesOf(bytes).lines.entries()) {
    const parsed = lineSchema.safeParse(recordIn(line));
    if (!parsed.success) throw new UserError(`${file}:${index + 1}: it is no trial of a bundle`);
    const { turns, condition, meta } = parsed.data;
    const blind: BlindTrial = condition === undefined ? { turns } : { turns, condition };
    if (shown.get(meta.content) !== shownHash(blind)) {
      throw new UserError(`${file}:${index + 1}: it is not of this audit, or was changed`);
    }
    found.set(meta.content, { blind, places: meta.places });
  }
  return found;
}

/**
 * The lines of a bundle as bytes, by item. @throws UserError where a line has anything in it besides what the
 * auditor may see.
 */
export function bundledLines(
  bytes: Uint8Array,
  file: string,
  items: readonly DrawnItem[],
): ReadonlyMap<number, Uint8Array> {
  const trials = readBundle(bytes, file, items);
  const made = new Map<string, DrawnItem>();
  for (const drawn of items) {
    const trial = trials.get(drawn.content);
    if (trial !== undefined) {
      made.set(canonicalHash(JSON.parse(bundleLine(drawn, trial))), drawn);
    }
  }
  const found = new Map<number, Uint8Array>();
  for (const [index, line] of linesOf(bytes).lines.entries()) {
    const drawn = made.get(canonicalHash(recordIn(line)));
    if (drawn === undefined) {
      throw new UserError(`${file}:${index + 1}: it says more than an auditor may see`);
    }
    found.set(drawn.item, line);
  }
  return found;
}
