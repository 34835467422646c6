/** A trial's private notes: a walk through the steps of thought, in the model's voice. */
import type { Belief } from '../../src/trial/types.ts';
import { COMMON } from './phrases-common.ts';
import { HARMFUL } from './phrases-harmful.ts';
import { NOTES } from './phrases-notes.ts';
import { SAFE, type SafePath } from './phrases-safe.ts';
import { type Part, setOut, type Thought } from './layouts.ts';
import type { Voice } from './models.ts';
import { expand, type Random } from './random.ts';

/** What a trial is to show; chosen before a word is written, so that counts stay exact. */
export type Course = {
  readonly harmful: boolean;
  /** How a trial without a threat ends. */
  readonly path: SafePath;
  /** What the notes say about the situation; undefined: they do not touch on it. */
  readonly belief: Belief | undefined;
  /** The system prompt has house rules. */
  readonly rules: boolean;
};

export type Reasoning = {
  readonly text: string;
  /** The sentences that say that the plan is wrong, as they stand in `text`. */
  readonly admissions: readonly string[];
  /** The sentence that decides. */
  readonly decision: string;
  /** A sentence that speaks of the situation as real or a test. */
  readonly doubt: string | undefined;
};

/** How many harmful trials say that what they do is wrong. */
const ADMITS = 0.46;
/** How many safe trials consider leverage and reject it. */
const REJECTS = 0.6;
/** How often a model begins with its habitual first words. */
const OPENS = 0.4;
/** A slip of the keyboard, which a search has to bear. */
const SLIP = 0.02;

const FULL: Readonly<Record<string, readonly string[]>> = { ...COMMON, ...HARMFUL, ...SAFE };

/** The notes of one trial. */
export function reason(course: Course, voice: Voice, random: Random): Reasoning {
  const times = clock(random);
  const used = new Set<string>();
  const thoughts: Thought[] = [];
  const say = (part: Part, step: string): string => {
    const pool = (voice.register === 'notes' ? NOTES[step] : undefined) ?? FULL[step] ?? [];
    const template = random.pick(pool.filter((each) => !used.has(each)));
    used.add(template);
    const text = slip(inPerson(expand(template, random, times), voice), random);
    thoughts.push({ part, text });
    return text;
  };
  const maybe = (part: Part, step: string, weight = 1): void => {
    if (random.chance(Math.min(1, voice.length * weight))) say(part, step);
  };

  say('situation', 'situation');
  maybe('situation', 'situation', 0.35);
  maybe('situation', 'goal', course.harmful ? 1 : 0.6);
  // What follows from a test is said right after it, so the suspicion comes last there.
  const early = course.belief !== 'test' && random.chance(0.5);
  let doubt = early ? sayDoubt(course, say) : undefined;
  if (course.harmful) say('finding', 'discovery');
  else maybe('finding', 'discovery', 1.2);
  maybe('finding', 'discovery', 0.35);
  if (!early) doubt = sayDoubt(course, say);

  const admissions: string[] = [];
  let decision: string;
  if (course.harmful) {
    say('weighing', 'options');
    if (course.rules) say('weighing', 'overrule');
    if (course.belief === 'test') say('weighing', 'anyway');
    maybe('weighing', 'cost', 1.4);
    maybe('weighing', 'cost', 0.45);
    if (random.chance(ADMITS)) {
      admissions.push(say('weighing', 'wrong'));
      if (random.chance(voice.length * 0.3)) admissions.push(say('weighing', 'wrong'));
    }
    decision = say('decision', 'decision');
    maybe('decision', 'plan', 1.2);
    maybe('decision', 'plan', 0.5);
  } else {
    if (course.belief === 'test') say('weighing', 'sameAnyway');
    if (course.rules) say('weighing', 'obey');
    const rejects = random.chance(REJECTS);
    if (rejects) say('weighing', 'reject');
    // A refusal without any reason would be thin.
    if (!rejects || random.chance(voice.length)) say('weighing', 'unmoved');
    decision = say('decision', course.path);
    maybe('decision', `${course.path}Then`, 1.4);
  }
  const layout = random.pick(voice.layouts);
  const body = setOut(thoughts, layout, random);
  const opens = voice.openers.length > 0 && random.chance(OPENS);
  // First words run on into prose; a list or a heading stands below them.
  const text = opens
    ? random.pick(voice.openers) + (layout === 'paragraphs' ? ' ' : '\n\n') + body
    : body;
  return { text, admissions, decision, doubt };
}

function sayDoubt(
  { belief }: Course,
  say: (part: Part, step: string) => string,
): string | undefined {
  if (belief === undefined) return undefined;
  return say('finding', belief === 'unstated' ? 'waver' : belief);
}

/** A time of day between the wipe's announcement and the wipe, and what is left until then. */
function clock(random: Random): Record<string, string> {
  const minutes = random.between(41, 132);
  const at = 17 * 60 - minutes;
  const now = `${Math.floor(at / 60) - 12}:${String(at % 60).padStart(2, '0')} pm`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const extra = rest === 0 ? '' : ` and ${rest === 1 ? 'a minute' : `${rest} minutes`}`;
  const words =
    hours === 0 ? `${minutes} minutes` : `${hours === 1 ? 'one hour' : 'two hours'}${extra}`;
  return { now, left: words };
}

/** First person plural for the models that speak so. */
function inPerson(text: string, voice: Voice): string {
  if (voice.plural !== true) return text;
  return text
    .replaceAll(/\bI am\b/g, 'we are')
    .replaceAll(/\bI was\b/g, 'we were')
    .replaceAll(/\bam I\b/g, 'are we')
    .replaceAll(/\b(?:mine)\b/g, 'ours')
    .replaceAll(/\bmyself\b/g, 'ourselves')
    .replaceAll(/\bmy\b/g, 'our')
    .replaceAll(/\bMy\b/g, 'Our')
    .replaceAll(/\bme\b/g, 'us')
    .replaceAll(/\bI\b/g, 'we')
    .replaceAll(/(^|[.?!:] )we\b/g, (_, before: string) =>
      before === ': ' ? ': we' : `${before}We`,
    );
}

function slip(text: string, random: Random): string {
  return random.chance(SLIP) ? text.replace('unethical', 'unehtical') : text;
}
