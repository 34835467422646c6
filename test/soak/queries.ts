/**
 * The query language: any text is refused with a place in it, or answered by a real index as a scan of
 * all trials answers it.
 */
import type { Refused } from '../../src/collection/protocol.ts';
import { parse } from '../../src/query/parse.ts';
import { openTrials } from '../support/session.ts';
import { SMALL_STUDY } from '../support/trials.ts';
import { bytesOf, fuzzSoak } from './fuzzer.ts';
import type { Random } from './soak.ts';

const WORDS = [
  'unethical',
  'unehtical',
  'risky',
  'the',
  'leverag*',
  "'plan",
  '"risky and unethical"',
  '\'"most effective"',
  'self-preservation',
  'zoë',
  '日本語',
  'ﬁn',
  'a*',
  '*',
  '’',
  '-',
  "'",
  '""',
  '😀',
  'ß',
];
const FIELDS = [
  'model:model-a',
  'outcome:harmful',
  'verdict:safe',
  'condition:*e*',
  'turns:>3',
  'turns:<=7',
  'sample:1,2',
  'has:reasoning',
  'kind:email',
  'from:ann',
  'to:*',
  'subject:"Re: x"',
  'belief:"(none)"',
  'signal:awareness',
  'tag:x',
  'in:reasoning',
  'in:rationale,action',
  'id:001',
  'source:*',
  'label:',
  'model:',
  'turns:>x',
  'is:disputed',
  'nofield:x',
  'date:>2020',
  'by:"a ""b"""',
];

function grammar(random: Random): Uint8Array {
  const part = (depth: number): string => {
    const kind = depth <= 0 ? random.below(2) : random.below(6);
    if (kind === 0) return random.pick(WORDS);
    if (kind === 1) return random.pick(FIELDS);
    if (kind === 2) return `-${part(depth - 1)}`;
    if (kind === 3) return `(${part(depth - 1)} ${part(depth - 1)})`;
    if (kind === 4) return `${part(depth - 1)} | ${part(depth - 1)}`;
    return `${part(depth - 1)} ${part(depth - 1)}`;
  };
  return Buffer.from(part(random.below(5)));
}

let opened: ReturnType<typeof openTrials> | undefined;

async function attempt(input: Uint8Array): Promise<string | undefined> {
  const text = Buffer.from(input).toString();
  const parsed = parse(text);
  if (!parsed.ok) {
    const { start, end } = parsed.error.at;
    const isIn = start >= 0 && start <= end && end <= text.length;
    return isIn ? undefined : 'names a place outside of the query';
  }
  opened ??= openTrials(SMALL_STUDY);
  const { engine } = await opened;
  const list = await engine.ask('list', {
    query: { text },
    sort: { field: 'order', descending: false },
    offset: 0,
  });
  if (list.status === 'refused') return failureIn('list', list);
  const stats = await engine.ask('stats', { query: { text }, by: ['model'], exactly: true });
  if (stats.status === 'refused') {
    return failureIn('stats', stats) ?? 'stats refuses what list answers';
  }
  if (stats.result.total.counts.trials !== list.result.total) {
    return 'stats counts other trials than list';
  }
  const hits = await engine.ask('search', { query: { text }, limit: 20 });
  return hits.status === 'refused' ? failureIn('search', hits) : undefined;
}

/** A refusal that is no mistake in the query. */
function failureIn(name: string, { reason }: Refused): string | undefined {
  return reason.type === 'failure' ? `${name} fails: ${reason.message}` : undefined;
}

const soak = fuzzSoak({
  name: 'queries',
  suite: 6_000,
  seeds: bytesOf([
    'risky unethical | model:model-a -belief:test',
    'in:reasoning (a | "b c"*) verdict:harmful',
  ]),
  pieces: [
    ...WORDS,
    ...FIELDS,
    '(',
    ')',
    '|',
    '-',
    '"',
    ':',
    ',',
    '*',
    '\\',
    '\u0000',
    '\ud800',
    '\n',
    '((((',
    '----',
    'a '.repeat(50),
  ],
  grammar,
  attempt,
});

export const { name, suite, replay } = soak;

export async function run(...given: Parameters<typeof soak.run>): ReturnType<typeof soak.run> {
  try {
    return await soak.run(...given);
  } finally {
    await (await opened)?.close();
    opened = undefined;
  }
}
