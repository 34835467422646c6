/** Reads a file whose records, one after another, are one session: one trial. */
import type { Trial } from '../trial/types.ts';
import type { Session } from './chat/session.ts';
import type { ReadItem, ReadOptions, SourceFile } from './format.ts';
import { problem, readRecords } from './records.ts';
import { ruleOf, withRule } from './verdict-rule.ts';

/** What takes the records of a session. */
export type SessionReader = {
  readonly session: Session;
  readonly add: (value: unknown, place: string) => void;
  /** All records were given. */
  readonly end?: () => void;
  /** What is known of the trial besides. */
  readonly finish?: (trial: Trial) => Trial;
};

export async function* readSession(
  file: SourceFile,
  options: ReadOptions,
  reader: SessionReader,
): AsyncGenerator<ReadItem> {
  let last: ReadItem | undefined;
  const convert = (value: unknown, { place }: { readonly place: string }) => {
    reader.add(value, place);
    return {};
  };
  for await (const item of readRecords(file, options, convert)) {
    if (item.type === 'problem') yield item;
    else last = item;
  }
  reader.end?.();
  yield* sessionItems(file, options, reader);
  if (last !== undefined) yield last;
}

/** What was wrong with a session, and its trial. */
function* sessionItems(
  file: SourceFile,
  options: ReadOptions,
  reader: SessionReader,
): Generator<ReadItem> {
  const { session } = reader;
  for (const { place, severity, message } of session.problems()) {
    yield problem(file, place, severity, message);
  }
  const trial = session.trial(file.name);
  if (trial === undefined) {
    yield problem(file, undefined, 'notice', 'the session has no messages');
    return;
  }
  const whole = reader.finish?.(trial) ?? trial;
  yield { type: 'trial', trial: withRule(whole, whole, ruleOf(options.verdict)) };
}
