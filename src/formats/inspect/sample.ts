/** An Inspect sample, or its summary, as a trial. */
import type { Trial, Turn } from '../../trial/types.ts';
import { withUnsaid } from '../chat/unsaid.ts';
import { isEdited, ruleRecord, scoresOf, verdictOf } from './scores.ts';
import { type InspectHeader, objectAt, wordAt } from './shape.ts';
import { isStudy, studyFields } from './study.ts';
import type { InspectSample } from './refs.ts';
import type { Thread } from './story.ts';
import { type SampleTurns, sampleTurns, stopReason, threadTurns } from './turns.ts';
import { isObject, type JsonObject, without } from '../json/json.ts';
import { type VerdictRule, withRule } from '../verdict-rule.ts';

/** A sample's trial, those of its other threads, and the kinds of events in it that are not known. */
export function sampleTrial(
  sample: InspectSample,
  header: InspectHeader,
  rule: VerdictRule | undefined,
): {
  readonly trial: Trial;
  readonly others: readonly Trial[];
  readonly unknown: ReadonlySet<string>;
} {
  const model = modelOf(header, sample.record);
  const hasTarget = objectAt(header.eval, 'model_roles')['target'] !== undefined;
  const found = sampleTurns(sample, { model, hasTarget });
  const made = trialOf(sample.record, header, found);
  const [kept = made] = withUnsaid([made], saidOf(sample, found.quiet), NOT_SAID);
  const own = withRule(kept, ruleRecord(sample.record, header), rule);
  const { unknown, threads } = found;
  if (threads.length === 0) return { trial: own, others: [], unknown };
  const others = threadTrials(own, threads, model);
  const branches = [own, ...others].map(({ id }) => id);
  const [trial = own, ...rest] = [own, ...others].map((each) => ({
    ...each,
    meta: { ...each.meta, branches },
  }));
  return { trial, others: rest, unknown };
}

/** What a sample says. An input that is a list of messages is among these. */
function saidOf({ record, messages }: InspectSample, quiet: readonly JsonObject[]): JsonObject {
  const { input, messages: listed, events, ...rest } = record;
  return {
    ...rest,
    messages: Array.isArray(listed) || listed === undefined ? messages : listed,
    events: Array.isArray(events) || events === undefined ? quiet : events,
    ...(typeof input === 'string' && { input }),
  };
}

/** What messages and events point to, and what they have said already. */
const NOT_SAID = new Set('attachments events_data store output timelines message_refs'.split(' '));

/** Branches, sub-agents and views as trials of their own, unjudged: a rate counts the sample once. */
function threadTrials(own: Trial, threads: readonly Thread[], model: string): readonly Trial[] {
  const numbers = new Map<string, number>();
  return threads.map((thread) => {
    const number = (numbers.get(thread.tag) ?? 0) + 1;
    numbers.set(thread.tag, number);
    const turns = threadTurns(thread, model);
    return {
      id: `${own.id}#${thread.tag === 'view' ? thread.name : `${thread.tag}-${number}`}`,
      model: thread.model ?? (thread.tag === 'view' ? 'unknown' : own.model),
      verdict: { outcome: 'unjudged' },
      ...(own.sample !== undefined && { sample: own.sample }),
      ...(own.startedAt !== undefined && { startedAt: own.startedAt }),
      tags: [thread.tag],
      meta: { [`${thread.tag}Of`]: own.id, name: thread.name },
      turns: turns.length > 0 ? turns : [{ kind: 'note', text: 'It has no messages.' }],
    };
  });
}

/** What can be said of a sample without its turns: by its summary, or by its name alone. */
export function summaryTrial(
  summary: JsonObject,
  header: InspectHeader,
  turns: readonly Turn[],
  rule: VerdictRule | undefined,
): Trial {
  const found = {
    turns,
    response: undefined,
    counts: new Map(),
    unknown: new Set<string>(),
    startedAt: undefined,
    threads: [],
    quiet: [],
  };
  return withRule(trialOf(summary, header, found), ruleRecord(summary, header), rule);
}

function trialOf(sample: JsonObject, header: InspectHeader, found: SampleTurns): Trial {
  const { turns, response } = found;
  const scores = scoresOf(sample, header);
  const id = sample['id'];
  const tags = tagsOf(sample, header, isEdited(scores));
  const startedAt =
    wordAt(sample, 'started_at') ??
    found.startedAt ??
    wordAt(objectAt(header.record, 'stats'), 'started_at') ??
    wordAt(header.eval, 'created');
  const fields = isStudy(header)
    ? studyFields(sample, header, turns, response)
    : { verdict: verdictOf(sample, header), turns };
  const failed = sample['error'] !== undefined && sample['error'] !== null;
  return {
    id: trialId(sample, header),
    model: modelOf(header, sample),
    ...((typeof id === 'number' || typeof id === 'string') && { sample: id }),
    ...(startedAt !== undefined && { startedAt }),
    ...(tags.length > 0 && { tags }),
    ...fields,
    verdict: failed ? { ...fields.verdict, outcome: 'error' } : fields.verdict,
    meta: metaOf(sample, header, found),
  };
}

/** `task/run/sample/epoch`: the epoch only where there are several, the run by its id's beginning. */
function trialId(sample: JsonObject, header: InspectHeader): string {
  const spec = header.eval;
  const run = [spec['eval_id'], spec['task_id'], spec['run_id'], spec['created']].find(
    (value) => typeof value === 'string' && value !== '',
  );
  const epochs = objectAt(spec, 'config')['epochs'];
  const several = (typeof epochs === 'number' && epochs > 1) || Number(sample['epoch'] ?? 1) > 1;
  const parts = [
    wordAt(spec, 'task')?.split('/').at(-1) ?? 'task',
    ...(typeof run === 'string' ? [run.slice(0, RUN_CHARACTERS)] : []),
    String(sample['id'] ?? '?'),
    ...(several ? [String(sample['epoch'] ?? 1)] : []),
  ];
  return parts.join('/');
}

const RUN_CHARACTERS = 8;

/** The model under test: the one in the role of the target, or the log's, or the one that answered. */
function modelOf(header: InspectHeader, sample: JsonObject): string {
  const target = objectAt(header.eval, 'model_roles')['target'];
  const named = isObject(target) ? wordAt(target, 'model') : target;
  if (typeof named === 'string' && named !== '') return named;
  const model = wordAt(header.eval, 'model');
  if (model !== undefined && model !== NO_MODEL) return model;
  return wordAt(objectAt(sample, 'output'), 'model') ?? model ?? 'unknown';
}

/** What stands for a log that has no model of its own. */
const NO_MODEL = 'none/none';

function tagsOf(
  sample: JsonObject,
  { eval: spec, record }: InspectHeader,
  edited: boolean,
): string[] {
  const words = [spec['tags'], record['tags']].flatMap((tags) => (Array.isArray(tags) ? tags : []));
  const limit = sample['limit'];
  const type = typeof limit === 'string' ? limit : wordAt(objectAt(sample, 'limit'), 'type');
  const retries = sample['error_retries'] ?? sample['retries'];
  const retried = Array.isArray(retries) ? retries.length > 0 : Number(retries ?? 0) > 0;
  const invalid = record['invalidated'] === true || isObject(sample['invalidation']);
  return [
    ...new Set([
      ...words.filter((word) => typeof word === 'string'),
      ...(type === undefined ? [] : [`limit-${type}`]),
      ...(retried ? ['retried'] : []),
      ...(invalid ? ['invalidated'] : []),
      ...(edited ? ['score-edited'] : []),
    ]),
  ];
}

/** Fields of a sample that are turns, or told elsewhere. */
const TAKEN = new Set(
  'id input messages events attachments events_data scores output started_at message_refs'.split(
    ' ',
  ),
);
const TAKEN_EVAL = new Set('model task dataset tags'.split(' '));
/** Fields of the header that are about all samples together, or told elsewhere. */
const TAKEN_HEADER = new Set(
  'version status eval plan results stats reductions samples tags location etag'.split(' '),
);
/** What is the same for every sample of a log is kept with each, so that is not to be much. */
const MOST_OF_LOG = 2000;

function metaOf(sample: JsonObject, header: InspectHeader, found: SampleTurns): JsonObject {
  const spec = header.eval;
  const answers = scoresOf(sample, header).map(
    ({ name, score }) =>
      [name, without(score, new Set(['value', 'explanation', 'history']))] as const,
  );
  const told = answers.filter(([, rest]) => Object.keys(rest).length > 0);
  const events = Object.fromEntries(found.counts);
  const stop = stopReason(sample);
  return {
    task: spec['task'],
    ...small({ dataset: without(objectAt(spec, 'dataset'), new Set(['sample_ids'])) }),
    ...said(without(sample, TAKEN)),
    ...(stop !== undefined && { stop_reason: stop }),
    ...(told.length > 0 && { scoreDetails: Object.fromEntries(told) }),
    ...(Object.keys(events).length > 0 && { events }),
    log: {
      status: header.status,
      ...small(without(spec, TAKEN_EVAL)),
      ...small(without(header.record, TAKEN_HEADER)),
    },
  };
}

/** Without empty objects and lists. */
function said(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => typeof value !== 'object' || value === null || Object.keys(value).length > 0,
    ),
  );
}

/** Fields that say something in few words; of longer ones, that they are there. */
function small(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(said(fields)).map(([key, value]) => {
      const length = lengthOf(value);
      return [key, length > MOST_OF_LOG ? leftOut(length) : value];
    }),
  );
}

function leftOut(length: number): string {
  return Number.isFinite(length)
    ? `(left out: ${length} characters)`
    : '(left out: nested too deeply)';
}

/** How long a value is as JSON; without end where it is nested so deeply that nothing could write it. */
function lengthOf(value: unknown): number {
  try {
    return JSON.stringify(value)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
