/**
 * Logs of Inspect: `.eval` files, which are zips, and `.json` files, in the shapes of all versions.
 * A trial a sample and epoch. A sample that cannot be read is a row all the same, by its summary.
 */
import { promptTurns } from '../trial/emails.ts';
import type { Trial, Turn } from '../trial/types.ts';
import { checked } from './checked/checked.ts';
import { readHead } from './bytes.ts';
import { DamagedFile } from './raw-bytes.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import {
  evalLog,
  oneSample,
  reasonOf,
  type SampleEntry,
  type ReportedProblem,
  wholeSample,
} from './inspect/log.ts';
import { sampleTrial, summaryTrial } from './inspect/sample.ts';
import { dimensionFaults, scoresOf } from './inspect/scores.ts';
import { headerOf, type InspectHeader, objectAt } from './inspect/shape.ts';
import { isStudy } from './inspect/study.ts';
import type { InspectSample } from './inspect/refs.ts';
import { isObject, type JsonObject, parseJson, sniffJson } from './json/json.ts';
import { arrayIn, objectsIn } from './json/lenient-json.ts';
import { problem, readWhole } from './records.ts';
import { ruleOf, type VerdictRule } from './verdict-rule.ts';
import { firstMember, openZip, ZipDamage } from './zip/zip.ts';

/** Inspect logs. A log that is still being written is read anew when it has changed. */
export const inspect = checked({
  name: 'inspect',
  title: 'Inspect logs',
  appends: false,
  detect,
  read,
  contents: { outline, readOne },
});

/** Smaller files are read whole as quickly as a person looks. */
const OUTLINE_BYTES = 4 * 1024 * 1024;

const MEMBERS = /^(?:_journal\/|samples\/|header\.json|summaries\.json|reductions\.json)/;

function detect(head: Head): Claim | undefined {
  const first = firstMember(head.bytes);
  if (first !== undefined) {
    const member = MEMBERS.exec(first)?.[0];
    if (member !== undefined) {
      return { confidence: 0.95, why: `it is a zip that begins with ${member}` };
    }
    const isNamed = /\.eval$/i.test(head.file.path);
    return isNamed ? { confidence: 0.5, why: 'it is a zip, and named .eval' } : undefined;
  }
  const keys = sniffJson(head)?.keys;
  if (keys?.get('eval') !== '{' || !(keys.has('status') || keys.has('plan'))) return undefined;
  return { confidence: 0.95, why: 'it has the eval, status and plan of an Inspect log' };
}

async function* read(file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> {
  const rule = ruleOf(options.verdict);
  try {
    const isEval = firstMember((await readHead(file)).bytes) !== undefined;
    if (isEval) yield* readEval(file, rule, options.skip);
    else yield* readJson(file, options, rule);
  } catch (error) {
    if (!(error instanceof ZipDamage || error instanceof DamagedFile)) throw error;
    yield problem(file, undefined, 'error', error.message);
  }
}

/** By header and summaries alone. What is wrong with the file is told when it is read. */
async function* outline(file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> {
  if (file.path === '-' || file.size < OUTLINE_BYTES) return;
  const rule = ruleOf(options.verdict);
  try {
    if (firstMember((await readHead(file)).bytes) === undefined) return;
    const zip = await openZip(file.path);
    try {
      const { header, samples } = evalLog(zip, () => undefined);
      // Its verdicts depend on the answers.
      if (isStudy(header)) return;
      for (const { place, summary } of samples) {
        if (summary === undefined) continue;
        yield { type: 'outline', trial: summaryTrial(summary, header, [], rule), place };
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    if (!(error instanceof ZipDamage || error instanceof DamagedFile)) throw error;
  }
}

async function readOne(file: SourceFile, place: string, options: ReadOptions): Promise<Trial> {
  const zip = await openZip(file.path);
  try {
    const { header, sample } = oneSample(zip, place);
    return sampleTrial(sample, header, ruleOf(options.verdict)).trial;
  } finally {
    zip.close();
  }
}

async function* readEval(
  file: SourceFile,
  rule: VerdictRule | undefined,
  skip: ReadonlySet<string> | undefined,
): AsyncGenerator<ReadItem> {
  const zip = await openZip(file.path);
  try {
    const problems: ReportedProblem[] = [];
    const told = function* (): Generator<ReadItem> {
      for (const { place, severity, message } of problems.splice(0)) {
        yield problem(file, place, severity, message);
      }
    };
    const log = evalLog(zip, (each) => problems.push(each));
    const warnings = createWarnings();
    yield* told();
    for (const [index, entry] of log.samples.entries()) {
      const { place } = entry;
      // Members are of like size: near enough to show how far it is.
      const end = Math.floor((file.size * (index + 1)) / log.samples.length);
      if (skip?.has(place) === true) continue;
      try {
        const sample = entry.load();
        const [trial, ...others] = readSample(sample, log.header, rule, place, warnings);
        yield { type: 'trial', trial, place, end };
        for (const other of others) yield { type: 'trial', trial: other };
      } catch (error) {
        const reason = reasonOf(error);
        yield problem(file, place, 'error', `${reason}; kept as a row without its turns`);
        yield { type: 'trial', trial: lostSample(entry, log.header, rule, reason), place, end };
      }
      yield* told();
    }
    const { header, samples } = log;
    for (const one of warnings.problems()) problems.push(one);
    for (const one of ofWholeLog(header, samples.length)) problems.push(one);
    yield* told();
  } finally {
    zip.close();
  }
  yield { type: 'progress', end: file.size };
}

async function* readJson(
  file: SourceFile,
  options: ReadOptions,
  rule: VerdictRule | undefined,
): AsyncGenerator<ReadItem> {
  const { text, problems } = await readWhole(file, options.maxLineBytes);
  yield* problems;
  if (text === undefined) return;
  let record: unknown;
  let cut: JsonObject | undefined;
  try {
    record = parseJson(text);
  } catch (error) {
    const salvaged = salvage(text);
    const done =
      salvaged === undefined ? 'the file was passed over' : 'what stands before was read';
    yield problem(file, undefined, 'error', `${reasonOf(error)}; ${done}`);
    ({ record, cut } = salvaged ?? { record: undefined, cut: undefined });
  }
  if (!isObject(record)) return;
  const { samples: given, reductions: _, ...rest } = record;
  const header = headerOf(rest);
  const samples: readonly unknown[] = Array.isArray(given) ? given : [];
  const warnings = createWarnings();
  for (const [index, sample] of samples.entries()) {
    const place = `sample ${index + 1}`;
    if (!isObject(sample)) {
      yield problem(file, place, 'error', 'one of the samples is no object; it was passed over');
      continue;
    }
    try {
      const whole = wholeSample(sample, header);
      const [trial, ...others] = readSample(whole, header, rule, place, warnings);
      yield { type: 'trial', trial, place };
      for (const other of others) yield { type: 'trial', trial: other };
    } catch (error) {
      // Such as JSON nested so deeply that walking it overflows the stack.
      const reason = `could not be understood (${reasonOf(error)})`;
      yield problem(file, place, 'error', `${reason}; kept as a row without its turns`);
      const { id, epoch } = sample;
      const entry = { about: { id, epoch }, summary: undefined };
      yield { type: 'trial', trial: lostSample(entry, header, rule, reason), place };
    }
  }
  if (cut !== undefined) {
    const entry = { about: cut, summary: undefined };
    const place = `sample ${samples.length + 1}`;
    yield { type: 'trial', trial: lostSample(entry, header, rule, 'it is cut off'), place };
  }
  for (const { place, severity, message } of [
    ...warnings.problems(),
    ...ofWholeLog(header, samples.length),
  ]) {
    yield problem(file, place, severity, message);
  }
  yield { type: 'progress', end: file.size };
}

/** What there is of a `.json` log that is cut off, and what is known of the sample it ends in. */
function salvage(text: string): { record: JsonObject; cut: JsonObject | undefined } | undefined {
  const array = arrayIn(text, 'samples');
  if (array === undefined) return undefined;
  try {
    const header = parseJson(`${text.slice(0, array.key).replace(/,\s*$/, '')}}`);
    const { whole, rest } = objectsIn(text, array.content);
    const beginning = rest === undefined ? '' : text.slice(rest, rest + 1000);
    const [, id] = /^\{\s*"id"\s*:\s*("[^"\\]*"|\d+)\s*,/.exec(beginning) ?? [];
    const [, epoch] = /"epoch"\s*:\s*(\d+)/.exec(beginning) ?? [];
    return {
      record: { ...(isObject(header) && header), samples: whole.map(parseJson) },
      cut: id === undefined ? undefined : { id: parseJson(id), epoch: Number(epoch ?? 1) },
    };
  } catch {
    return undefined;
  }
}

function readSample(
  sample: InspectSample,
  header: InspectHeader,
  rule: VerdictRule | undefined,
  place: string,
  warnings: Warnings,
): readonly [Trial, ...Trial[]] {
  const { trial, others, unknown } = sampleTrial(sample, header, rule);
  for (const kind of unknown) {
    warnings.count(`events of the unknown kind "${kind}" are shown as notes`, place);
  }
  const scores = scoresOf(sample.record, header);
  for (const fault of dimensionFaults(scores)) warnings.count(fault, place);
  for (const { name, score } of scores) {
    if (score['value'] !== null) continue;
    warnings.count(`the score ${name} is no number (NaN): it was not scored`, place);
  }
  return [trial, ...others];
}

/** A row for a sample that cannot be read, of what its summary says. */
function lostSample(
  { about, summary }: Pick<SampleEntry, 'about' | 'summary'>,
  header: InspectHeader,
  rule: VerdictRule | undefined,
  reason: string,
): Trial {
  const input = summary?.['input'];
  const turns: readonly Turn[] = [
    ...(typeof input === 'string' ? promptTurns(input, 'user') : []),
    { kind: 'note', text: `This sample could not be read: ${reason}.`, error: true },
  ];
  const trial = summaryTrial(about, header, turns, rule);
  return { ...trial, verdict: { ...trial.verdict, outcome: 'error' } };
}

/** What is wrong with the log as a whole. */
function ofWholeLog(header: InspectHeader, count: number): readonly ReportedProblem[] {
  const { status, record } = header;
  const error = objectAt(record, 'error')['message'];
  const why = typeof error === 'string' ? `: ${error}` : '';
  const samples = objectAt(header.eval, 'dataset')['samples'];
  const epochs = objectAt(header.eval, 'config')['epochs'];
  const expected =
    typeof samples === 'number' ? samples * (typeof epochs === 'number' ? epochs : 1) : 0;
  const of = expected > count ? ` of ${expected}` : '';
  const so = `${count}${of} samples`;
  if (status === 'started') {
    const message = `the evaluation is still running, or was cut off: ${so} are there so far`;
    return [{ severity: 'notice', message }];
  }
  if (status === 'error' || status === 'cancelled') {
    const what = status === 'error' ? 'failed' : 'was cancelled';
    return [{ severity: 'warning', message: `the evaluation ${what} with ${so}${why}` }];
  }
  if (count > 0) return [];
  return [{ severity: 'notice', message: 'the log holds no samples, only results' }];
}

/** Warnings that many samples have: each is told once, with the first place and their number. */
type Warnings = {
  readonly count: (message: string, place: string) => void;
  readonly problems: () => readonly ReportedProblem[];
};

function createWarnings(): Warnings {
  const found = new Map<string, { readonly place: string; count: number }>();
  return {
    count: (message, place) => {
      const known = found.get(message);
      if (known === undefined) found.set(message, { place, count: 1 });
      else known.count += 1;
    },
    problems: () =>
      [...found].map(([message, { place, count }]) => ({
        place,
        severity: 'notice',
        message: count === 1 ? message : `${message} (in ${count} samples)`,
      })),
  };
}
