/**
 * Redacts a collection by making another one of it, in which what is hidden does not stand at all.
 * Whatever is shown, searched, counted or exported comes from that one, so nothing has to be hidden
 * a second time, and a search cannot find what is not there.
 */
import { setImmediate } from 'node:timers/promises';
import { createGatherer, type Findings } from '../../redact/gather.ts';
import { createRedactor, type Redactor } from '../../redact/redactor.ts';
import type { RedactSpec } from '../../redact/types.ts';
import type { StoreLocation } from '../../store/backend.ts';
import { openStore } from '../../store/open.ts';
import { ALL_IN_ORDER, type Store } from '../../store/store.ts';
import type { Trial } from '../../trial/types.ts';

/** Trials between two looks at whether the thread is told something. */
const PAUSE = 50;
/** Bytes of text that are stored in one go. */
const BATCH = 8 * 1024 * 1024;

/**
 * Writes the redacted collection into a new store. Two walks: the first finds everything that
 * gets a pseudonym, the second puts the pseudonyms in. Runs in a thread, which is ended to stop it.
 */
export async function redactStore(
  original: Store,
  spec: RedactSpec,
  into: StoreLocation,
): Promise<{ readonly redactor: Redactor; readonly findings: Findings }> {
  const [sources, problems] = [await original.sources(), await original.problems()];
  const gatherer = createGatherer(spec);
  for await (const { trial } of trialsOf(original)) await gatherer.trial(trial);
  for (const { name, why } of sources) for (const text of [name, why]) gatherer.text(text);
  for (const { source, place = '', message } of problems) {
    for (const text of [source, place, message]) gatherer.text(text);
  }
  const findings = await gatherer.findings();
  const redactor = createRedactor(findings, spec);
  const writer = await openStore(into).writer();
  const encoder = await openStore(into).encoder();
  try {
    await writer.begin();
    const numbers = new Map<string, number>();
    const problemsOf = Map.groupBy(problems, ({ source }) => source);
    for (const [index, source] of sources.entries()) {
      const { name, why } = source;
      const number = await writer.putSource({
        ...source,
        // Where it lies says more than its name; nothing that shows a source needs it.
        path: `${index + 1}`,
        name: redactor.text(name),
        why: redactor.text(why),
      });
      numbers.set(source.missing ? `${name} (gone)` : name, number);
      const own = problemsOf.get(name) ?? [];
      await writer.addProblems(
        number,
        own.map((problem) => redactedProblem(problem, redactor)),
      );
    }
    const names = new Set(sources.map(({ name }) => name));
    const loose = problems.filter(({ source }) => !names.has(source));
    await writer.setCollectionProblems(loose.map((problem) => redactedProblem(problem, redactor)));
    let current: string | undefined;
    const store = async (): Promise<void> => {
      if (current !== undefined) {
        await writer.addTrials(numbers.get(current) ?? 1, encoder.finish());
      }
      await writer.commit();
      await writer.begin();
    };
    for await (const { trial, source } of trialsOf(original)) {
      if (current !== undefined && (source !== current || encoder.size() >= BATCH)) {
        await store();
      }
      current = source;
      encoder.add(redactor.trial(trial));
    }
    await store();
    await writer.commit();
    await writer.summarise();
  } finally {
    await writer.close();
  }
  return { redactor, findings };
}

function redactedProblem<
  P extends {
    readonly source: string;
    readonly place?: string | undefined;
    readonly message: string;
  },
>(problem: P, { text }: Redactor): P {
  const { source, place, message } = problem;
  return {
    ...problem,
    source: text(source),
    ...(place === undefined ? {} : { place: text(place) }),
    message: text(message),
  };
}

/** All trials in the order of their sources, each with its source's name. */
async function* trialsOf(
  store: Store,
): AsyncGenerator<{ readonly trial: Trial; readonly source: string }> {
  let count = 0;
  for await (const { row, trial } of store.scan(ALL_IN_ORDER)) {
    if (count % PAUSE === 0) await setImmediate();
    count += 1;
    yield { trial, source: row.source };
  }
}
