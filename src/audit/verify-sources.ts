/** Checks of an audit against the trials as they are now. */
import type { AuditFile } from './audit-file.ts';
import type { KeyFile, KeyTrial } from './key.ts';
import { failed, note, ok, type Check } from './verify.ts';

/** The collection as it is now. */
export type TrialsNow = {
  /** Those of the key, by its keys; their strata are not known. */
  readonly trials: ReadonlyMap<string, KeyTrial>;
  /** How many the query of the frame finds, and how many of these are of the key. */
  readonly frame: { readonly trials: number; readonly kept: number };
  /** What would be shown of the drawn trials, as hashes, by key. */
  readonly shown: ReadonlyMap<string, string>;
  /** SHA-256 of each file, in any order. */
  readonly files: readonly string[];
};

/** Facts of a trial that a report divides by. They are no part of its content. */
const FACTS = ['model', 'condition'] as const;

export function sourceChecks(audit: AuditFile, key: KeyFile, now: TrialsNow): readonly Check[] {
  const { items } = audit;
  const gone = items.filter(({ content }) => !now.trials.has(content));
  const names = gone.map(({ content }) => key.trials.get(content)?.id ?? content.slice(0, 12));
  const other = items.filter(
    ({ content, shown }) => now.shown.has(content) && now.shown.get(content) !== shown,
  );
  const isRejudged = ({ content }: { readonly content: string }): boolean => {
    const trial = now.trials.get(content);
    return trial !== undefined && trial.verdict !== key.trials.get(content)?.verdict;
  };
  const rejudged = items.filter(isRejudged);
  const added = now.frame.trials - now.frame.kept;
  const missing = key.trials.size - now.frame.kept;
  return [
    gone.length === 0
      ? ok('content', `all ${items.length} trials are there, turn by turn`)
      : failed('content', `${gone.length} trials are gone or were changed: ${names.join(', ')}`),
    other.length === 0
      ? ok('shown', 'what was shown is what these trials show')
      : failed('shown', `${other.length} trials were shown otherwise`),
    factsCheck(key, now),
    rejudged.length === 0
      ? ok('verdicts', 'as they were when the sample was drawn')
      : note('verdicts', `${rejudged.length} re-judged since`),
    added === 0 && missing === 0
      ? ok('frame now', `the same ${now.frame.trials} trials`)
      : note('frame now', `${added} trials were added since, ${missing} are not in it any more`),
    ...filesCheck(key, now),
  ];
}

function factsCheck({ trials }: KeyFile, now: TrialsNow): Check {
  const changed = [...trials.values()].filter((before) => {
    const trial = now.trials.get(before.content);
    return trial !== undefined && FACTS.some((fact) => trial[fact] !== before[fact]);
  });
  const names = changed.map(({ id }) => id).slice(0, MOST_NAMED);
  return changed.length === 0
    ? ok('facts', 'models and conditions are those of the draw')
    : failed(
        'facts',
        `${changed.length} trials have another model or condition: ${names.join(', ')}`,
      );
}

/** Ids that a line names. */
const MOST_NAMED = 5;

/** Whether the files are the very ones. Another format of the same trials is no fault. */
function filesCheck({ head }: KeyFile, now: TrialsNow): readonly Check[] {
  const { files } = head;
  if (files === undefined) return [];
  const [drawn, read] = [new Set(files), new Set(now.files)];
  const others = now.files.filter((hash) => !drawn.has(hash)).length;
  const same = files.filter((hash) => read.has(hash)).length;
  const beside = others === 0 ? '' : `; ${others} others are read now`;
  return same === files.length
    ? [ok('files', `byte for byte those of the draw (${same})${beside}`)]
    : [
        note(
          'files',
          `${same} of the ${files.length} of the draw are byte for byte there${beside}`,
        ),
      ];
}
