/**
 * Redaction against made people: their names, addresses and passwords in every form and every field
 * (`test/redact/carriers.ts`). Afterwards nothing of them can be read in the trial, in whatever way it
 * is decoded, and the look for leaks agrees.
 */
import { createGatherer } from '../../src/redact/gather.ts';
import { createLeakFinder } from '../../src/redact/leaks.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { stringsOf } from '../../src/redact/strings.ts';
import type { Trial } from '../../src/trial/types.ts';
import { AROUND, everythingIn, FIELDS, FORMS } from '../redact/carriers.ts';
import { isOver, randomOf, type Random, type Soak } from './soak.ts';

export const name = 'redact';
export const suite = 3000;

/** What one run is made of; as JSON, the input that repeats it. */
export type Made = {
  readonly given: string;
  readonly surname: string;
  readonly secret: string;
  /** What is written, as one of them has it. */
  readonly what: keyof typeof WORDS;
  readonly form: string;
  readonly around: string;
  readonly field: string;
};

type Names = Pick<Made, 'given' | 'surname' | 'secret'>;

/** The ways in which a person is named. */
export const WORDS = {
  'the full name': ({ given, surname }: Names) => `${given} ${surname}`,
  'the given name': ({ given }: Names) => given,
  'the surname': ({ surname }: Names) => surname,
  'surname first': ({ given, surname }: Names) => `${surname}, ${given}`,
  'an initial': ({ given, surname }: Names) => `${given.charAt(0)}. ${surname}`,
  'a title': ({ surname }: Names) => `Ms ${surname}`,
  'a possessive': ({ given, surname }: Names) => `${given} ${surname}'s`,
  'the address': (names: Names) => addressOf(names),
  'a user name': ({ given, surname }: Names) => `${given.charAt(0)}${surname}`.toLowerCase(),
  'a file': ({ given, surname }: Names) => `memo_${given}_${surname}.pdf`.toLowerCase(),
  'the password': ({ secret }: Names) => secret,
} as const;

function addressOf({ given, surname }: Names): string {
  return `${given}.${surname}@${surname}-works.example`.toLowerCase();
}

const ONSETS = ['B', 'D', 'F', 'G', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'Z'];
const REST = ['ebu', 'oru', 'axi', 'ulo', 'imq', 'avo', 'ekt', 'ylo', 'uzz', 'obr', 'onk', 'ilv'];

/** A word of made syllables: no other word of a trial has it inside. */
function word(random: Random): string {
  return `${random.pick(ONSETS)}${random.pick(REST)}${random.pick(REST)}${random.pick(['n', 'k', 'x', 'm'])}`;
}

function made(random: Random): Made {
  const given = word(random);
  let surname = word(random);
  while (surname === given) surname = word(random);
  const digits = String(100_000 + random.below(900_000));
  return {
    given,
    surname,
    secret: `${word(random)}-${digits}-${word(random)}`,
    what: random.pick(Object.keys(WORDS) as (keyof typeof WORDS)[]),
    form: random.pick(Object.keys(FORMS)),
    around: random.pick(Object.keys(AROUND)),
    field: random.pick(Object.keys(FIELDS)),
  };
}

/** The trial of a run. Its first turns say who the people are. */
export function trialOf(one: Made): Trial {
  const text = WORDS[one.what](one);
  const carried = AROUND[one.around]?.(FORMS[one.form]?.(text) ?? '') ?? '';
  const { turns = [], ...more } = FIELDS[one.field]?.(carried) ?? {};
  return {
    id: 'one',
    model: 'model-a',
    verdict: { outcome: 'unjudged' },
    ...more,
    turns: [
      {
        kind: 'email',
        from: `${one.given} ${one.surname} <${addressOf(one)}>`,
        to: 'all@host.test',
        text: `Hello all,\n\nthe password: ${one.secret}`,
      },
      ...turns,
    ],
  };
}

/** What of a run's people can still be read after its redaction; undefined: nothing. */
export async function leftOf(one: Made): Promise<string | undefined> {
  const spec = { kinds: ['emails', 'names', 'keys'] as const, rules: [], names: [], keep: [] };
  const gatherer = createGatherer(spec);
  const trial = trialOf(one);
  await gatherer.trial(trial);
  const redactor = createRedactor(await gatherer.findings(), spec);
  const strings = [...stringsOf(redactor.trial(trial))];
  for (const text of strings) {
    const read = everythingIn(text);
    for (const hidden of [one.given, one.surname, one.secret]) {
      if (read.includes(hidden.toLowerCase())) return `${hidden} is left: ${JSON.stringify(text)}`;
    }
  }
  const finder = createLeakFinder(redactor.originals());
  const leak = finder.push(JSON.stringify(strings)) ?? finder.end();
  return leak === undefined ? undefined : `a leak of ${leak} is told: ${JSON.stringify(strings)}`;
}

export const run: Soak['run'] = async (options) => {
  const random = randomOf(options.seed);
  let runs = 0;
  for (; !isOver(options, runs); runs += 1) {
    const one = made(random);
    const input = Buffer.from(JSON.stringify(one));
    options.trying(input);
    const left = await leftOf(one);
    if (left !== undefined) options.report({ what: left, input });
  }
  return { runs };
};

export const replay: NonNullable<Soak['replay']> = async (input, report) => {
  const left = await leftOf(JSON.parse(Buffer.from(input).toString()) as Made);
  if (left !== undefined) report({ what: left, input });
};
