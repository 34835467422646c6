/**
 * The one seam that every trial of every format passes: what leaves it has the declared types, so
 * that nothing behind it has to doubt them.
 */
import { basename } from 'node:path';
import type { Trial } from '../../trial/types.ts';
import type { Format, ReadItem, SourceFile } from '../format.ts';
import { problem } from '../records.ts';
import { mendedTrial, type Mended } from './mend.ts';
import { isTrial } from './shapes.ts';

/** A format whose trials are checked; a value that does not fit is a problem, and kept in `meta`. */
export function checked(format: Format): Format {
  const { read, contents } = format;
  return {
    ...format,
    read: (file, options) => checkedItems(read(file, options), file),
    ...(contents !== undefined && {
      contents: {
        outline: (file, options) => checkedItems(contents.outline(file, options), file),
        readOne: async (file, place, options) =>
          checkedTrial(await contents.readOne(file, place, options), file, place).trial,
      },
    }),
  };
}

async function* checkedItems(
  items: AsyncIterable<ReadItem>,
  file: SourceFile,
): AsyncGenerator<ReadItem> {
  for await (const item of items) {
    if (item.type === 'trial') {
      const { trial, problems } = checkedTrial(item.trial, file, item.place);
      yield trial === item.trial ? item : { ...item, trial };
      for (const { severity, message } of problems) {
        yield problem(file, item.place, severity, message);
      }
    } else if (item.type === 'outline') {
      // What is wrong with it is said when the trial itself is read.
      yield { ...item, trial: checkedOutline(item.trial, file, item.place) };
    } else yield item;
  }
}

function checkedTrial(trial: Trial, file: SourceFile, place: string | undefined): Mended {
  if (isTrial(trial)) return { trial, problems: [] };
  return mendedTrial(trial, `${basename(file.name)}:${place ?? 1}`);
}

/** An outline has no turns, which a trial must have. */
function checkedOutline(outline: Trial, file: SourceFile, place: string): Trial {
  const whole: Trial = { ...outline, turns: [{ kind: 'note', text: '' }] };
  return { ...checkedTrial(whole, file, place).trial, turns: outline.turns };
}
