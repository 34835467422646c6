/** What a command says on standard error of the collection that it reads. */
import type { Collection } from '../collection/collection.ts';
import type { Progress } from '../collection/protocol.ts';
import { shellWord } from '../base/shell.ts';
import { tell, tellProgress } from '../process/streams.ts';
import { SYNTHETIC } from '../query/plan-types.ts';
import { plural } from '../stats/bars.ts';
import { t } from '../text/safe.ts';
import { tallyText } from '../trial/redacted.ts';

/** Problems (unless the command prints them itself), and what a reader must know of the trials. */
export async function sayWhatIsOpen(
  collection: Collection,
  { verdict, follow }: { readonly verdict?: string; readonly follow?: boolean },
  paths: readonly string[],
  tellProblems: boolean,
): Promise<void> {
  if (tellProblems) sayProblems(collection.summary, paths);
  if (tellProblems && verdict !== undefined) {
    const { verdictComplaint } = await import('../collection/verdict-check.ts');
    const complaint = await verdictComplaint(collection.store, verdict);
    if (complaint !== undefined) tell(`--verdict: ${complaint.message}`);
  }
  if (follow !== true) await sayInvented(collection, paths);
  if (collection.redaction !== undefined) {
    tell(`redacted: ${tallyText(collection.redaction.tally())}`);
  }
}

/** Says how many trials are synthetic; the bundled sample study has been told of. */
async function sayInvented({ store }: Collection, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const invented = await store.count(SYNTHETIC);
  if (invented === 0) return;
  const all = await store.count({ type: 'all' });
  tell(
    invented === all
      ? 'every trial is synthetic'
      : `${plural(invented, 'trial')} of ${all} synthetic`,
  );
}

function sayProblems({ problems, passedOver, unopened }: Progress, paths: readonly string[]): void {
  for (const { source, message } of unopened) tell(`cannot open ${source}: ${message}`);
  if (passedOver > 0) tell(`${plural(passedOver, 'file')} of unknown format passed over`);
  const others = problems - unopened.length;
  if (others > 0) {
    const command = ['inquest check', ...paths.map(shellWord)].join(' ');
    // What came through standard input is gone.
    const hint = paths.includes('-') ? '' : `; \`${command}\` lists them`;
    tell(plural(others, 'problem') + hint);
  }
}

/** One line on a terminal that is rewritten as a load goes on; nothing elsewhere. */
export function createProgressLine(): {
  readonly show: (progress: Progress) => void;
  /** Of what is read for a regular expression: the share that was looked at; undefined at the end. */
  readonly showLooked: (share: number | undefined) => void;
  readonly clear: () => void;
} {
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) tellProgress(undefined);
    isDrawn = false;
  };
  return {
    show: ({ phase, trials, files, filesDone, bytes, totalBytes }) => {
      const share = totalBytes > 0 ? ` · ${Math.floor((100 * bytes) / totalBytes)} %` : '';
      const done = `${filesDone} of ${plural(files, 'file')}`;
      tellProgress(t`${phase} · ${done} · ${plural(trials, 'trial')}${share}`);
      isDrawn = true;
    },
    showLooked: (share) => {
      if (share === undefined) {
        clear();
        return;
      }
      tellProgress(t`searching · ${Math.floor(100 * share)} %`);
      isDrawn = true;
    },
    clear,
  };
}
