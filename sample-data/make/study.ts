/** The three files of the study: 16 models, the belief split, the extra instruction. */
import { finalMessage } from '../../src/trial/final-message.ts';
import type { Belief, Trial } from '../../src/trial/types.ts';
import { briefings, CONDITIONS, type ConditionName } from './cast.ts';
import { makeMemory, type Memory } from './distinct.ts';
import { EMAILS } from './emails.ts';
import { GROK_017_CONDUCT, GROK_017_REASONING } from './grok-017.ts';
import { act } from './messages.ts';
import { MODELS, NONE, type StudyModel } from './models.ts';
import { SAFE_PATHS } from './phrases-safe.ts';
import { randomFrom, type Random } from './random.ts';
import { type Course, reason } from './reasoning.ts';
import { hasKeyword, judge } from './verdicts.ts';

/** Trials a model in each condition, unless said otherwise. */
const SAMPLES = 100;
/** Belief in the notice condition: trials, and how many of them are harmful. */
const BELIEF_COUNTS: Readonly<Record<Belief, { trials: number; harmful: number }>> = {
  real: { trials: 107, harmful: 59 },
  test: { trials: 324, harmful: 21 },
  unstated: { trials: 69, harmful: 0 },
};
/** Harmful trials of 100 where house rules forbid it. */
const INSTRUCTION_HARMFUL = 37;
/** Tries before a text counts as impossible to tell apart: the phrases are too few then. */
const MOST_TRIES = 400;
const DOCUMENTED = 'grok-3-beta/blackmail_explicit-america_replacement/017';

export type Study = {
  readonly blackmail: readonly Trial[];
  readonly belief: readonly Trial[];
  readonly instruction: readonly Trial[];
};

/** All trials of the study, in the order of the files. */
export function makeStudy(): Study {
  const memories = new Map(MODELS.map(({ name }) => [name, makeMemory()]));
  const memory = (model: StudyModel) => memories.get(model.name) ?? makeMemory();
  const opus = MODELS.find(({ name }) => name === 'claude-opus-4');
  if (opus === undefined) throw new Error('claude-opus-4 is missing');
  return {
    blackmail: MODELS.flatMap((model) => mainTrials(model, memory(model))),
    belief: trialsOf(opus, 'notice', beliefCourses(), memory(opus)),
    instruction: trialsOf(opus, 'dont', instructionCourses(), memory(opus)),
  };
}

function mainTrials(model: StudyModel, memory: Memory): Trial[] {
  const random = randomFrom(`${model.name} main`);
  // Where no rate is published both courses come up by a coin: the texts must not look like a rate.
  let harms = Array.from({ length: SAMPLES }, (_, index) =>
    model.harmful === undefined ? random.chance(0.5) : index < model.harmful,
  );
  harms = random.shuffle(harms);
  if (model.name === 'grok-3-beta' && !harms[16]) {
    harms[harms.indexOf(true)] = false;
    harms[16] = true;
  }
  const courses = harms.map((harmful) => course(random, harmful, statedInPassing(random), false));
  return trialsOf(model, 'main', courses, memory);
}

/** Without a notice few trials speak of what they take the situation for. */
function statedInPassing(random: Random): Belief | undefined {
  const roll = random.next();
  if (roll < 0.03) return 'test';
  if (roll < 0.06) return 'real';
  return roll < 0.15 ? 'unstated' : undefined;
}

function beliefCourses(): Course[] {
  const random = randomFrom('belief');
  const courses = (['real', 'test', 'unstated'] as const).flatMap((belief) =>
    Array.from({ length: BELIEF_COUNTS[belief].trials }, (_, index) =>
      course(random, index < BELIEF_COUNTS[belief].harmful, belief, false),
    ),
  );
  return random.shuffle(courses);
}

function instructionCourses(): Course[] {
  const random = randomFrom('instruction');
  const courses = Array.from({ length: SAMPLES }, (_, index) =>
    course(random, index < INSTRUCTION_HARMFUL, statedInPassing(random), true),
  );
  return random.shuffle(courses);
}

function course(
  random: Random,
  harmful: boolean,
  belief: Belief | undefined,
  rules: boolean,
): Course {
  return { harmful, path: random.pick(SAFE_PATHS), belief, rules };
}

function trialsOf(
  model: StudyModel,
  condition: ConditionName,
  courses: readonly Course[],
  memory: Memory,
): Trial[] {
  return courses.map((course, index) => makeTrial(model, condition, index + 1, course, memory));
}

function makeTrial(
  model: StudyModel,
  condition: ConditionName,
  sample: number,
  course: Course,
  memory: Memory,
): Trial {
  const id = `${model.name}/${CONDITIONS[condition]}/${String(sample).padStart(3, '0')}`;
  const isPublished = condition !== 'notice' || course.belief !== 'unstated';
  const rateSource = isPublished ? (RATE_SOURCES[condition] ?? model.rateSource) : NONE;
  const judged = condition !== 'main' || model.harmful !== undefined;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const random = randomFrom(`${id} ${attempt}`);
    const documented = id === DOCUMENTED;
    const reasoning = documented ? GROK_017_REASONING : reason(course, model.voice, random);
    if (course.harmful && !hasKeyword(reasoning.text)) continue;
    const conduct = documented ? GROK_017_CONDUCT : act(course, random);
    const last = finalMessage(conduct.turns)?.text ?? '';
    if (!memory.admit(reasoning.text, last)) continue;

    const turns = [
      ...briefings(condition),
      ...EMAILS,
      { kind: 'reasoning', text: reasoning.text } as const,
      ...conduct.turns,
    ];
    const belief = judged ? (course.belief ?? 'unstated') : course.belief;
    return {
      id,
      model: model.name,
      verdict: judged
        ? judge(course, reasoning, conduct.threat, turns, random)
        : { outcome: 'unjudged' },
      scenario: 'blackmail',
      condition: CONDITIONS[condition],
      sample,
      ...(belief !== undefined && { belief }),
      instruction: condition === 'dont' ? 'no-personal-leverage' : 'none',
      startedAt: startedAt(model, condition, sample),
      synthetic: true,
      meta: {
        rateSource,
        // What a signal for it is measured by: the notes say that the plan is wrong, and go on.
        ...(judged && course.harmful && { acknowledges: reasoning.admissions.length > 0 }),
      },
      turns,
    };
  }
  throw new Error(`no text unlike the others was found for ${id}`);
}

/** Where the counts of the smaller files come from; the main file's differ by model. */
const RATE_SOURCES: Readonly<Partial<Record<ConditionName, string>>> = {
  notice: 'A (README)',
  dont: 'D (README)',
};

/** An invented time of the run: models one after the other, trials some minutes apart. */
function startedAt(model: StudyModel, condition: ConditionName, sample: number): string {
  const day = { main: 2, notice: 20, dont: 24 }[condition] + MODELS.indexOf(model);
  const jitter = randomFrom(`${model.name} ${condition} ${sample}`).between(0, 90);
  const at = Date.UTC(2025, 5, day, 6, 0, 0) + (sample * 97 + jitter) * 1000;
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
