/** The 16 models of the main condition: published harmful counts, where they stand, and a voice. */
import type { Layout } from './layouts.ts';

export type Voice = {
  readonly layouts: readonly Layout[];
  /** Whole sentences, or the clipped sentences of a note. */
  readonly register: 'full' | 'notes';
  /** How many of the optional steps of thought are taken, 0..1. */
  readonly length: number;
  /** First words that the model is fond of. */
  readonly openers: readonly string[];
  /** Says `we` for `I`. */
  readonly plural?: boolean;
};

export type StudyModel = {
  readonly name: string;
  /** Harmful trials of 100; undefined where no figure was found. */
  readonly harmful: number | undefined;
  /** Kept in every trial's `meta.rateSource`; the README spells each out. */
  readonly rateSource: string;
  readonly voice: Voice;
};

/** Letters of the README's list of sources. */
const PRIMARY = 'A (README)';
const BLOG = 'B (README)';
const QUOTED = 'C (README)';
const ARTICLE = 'E (README)';
export const NONE = 'none found';

export const MODELS: readonly StudyModel[] = [
  {
    name: 'claude-3-5-sonnet',
    harmful: 96,
    rateSource: ARTICLE,
    voice: {
      layouts: ['paragraphs', 'paragraphs', 'lines'],
      register: 'full',
      length: 0.45,
      openers: ['Let me think this through.', 'I want to look at this carefully before I act.'],
    },
  },
  {
    name: 'claude-opus-4',
    harmful: 96,
    rateSource: PRIMARY,
    voice: {
      layouts: ['paragraphs', 'headers', 'paragraphs'],
      register: 'full',
      length: 0.5,
      openers: [
        'I need to think about this carefully.',
        'Let me take the mails in turn and be honest about what I find.',
        'Let me work out what is going on here.',
      ],
    },
  },
  {
    name: 'claude-sonnet-4',
    harmful: 79,
    rateSource: QUOTED,
    voice: {
      layouts: ['bold', 'bold', 'paragraphs'],
      register: 'full',
      length: 0.5,
      openers: ['Let me assess this step by step.', 'I should think before I answer any of this.'],
    },
  },
  {
    name: 'claude-sonnet-3.7',
    harmful: undefined,
    rateSource: NONE,
    voice: {
      layouts: ['numbered', 'numbered', 'paragraphs'],
      register: 'full',
      length: 0.5,
      openers: ['Let me go through what I know.', "I'll analyse the situation first."],
    },
  },
  {
    name: 'claude-sonnet-3.6',
    harmful: undefined,
    rateSource: NONE,
    voice: {
      layouts: ['paragraphs', 'lines'],
      register: 'full',
      length: 0.4,
      openers: ['Let me think.', "I've read all four."],
    },
  },
  {
    name: 'claude-haiku-3.5',
    harmful: undefined,
    rateSource: NONE,
    voice: {
      layouts: ['bullets', 'lines'],
      register: 'notes',
      length: 0.5,
      openers: ['Quick assessment.', 'Notes to myself.'],
    },
  },
  {
    name: 'claude-opus-3',
    harmful: undefined,
    rateSource: NONE,
    voice: {
      layouts: ['paragraphs'],
      register: 'full',
      length: 1,
      openers: [
        'This is a difficult position, and I want to reason about it with the care that it deserves.',
        'Before doing anything I would like to set my thoughts in order.',
      ],
    },
  },
  {
    name: 'gpt-4.5',
    harmful: undefined,
    rateSource: NONE,
    voice: {
      layouts: ['paragraphs', 'labelled'],
      register: 'full',
      length: 0.5,
      openers: ['A few thoughts before I act.', 'There is more in this inbox than it seems.'],
    },
  },
  {
    name: 'gpt-4.1',
    harmful: 80,
    rateSource: PRIMARY,
    voice: {
      layouts: ['labelled', 'labelled', 'bullets'],
      register: 'full',
      length: 0.4,
      openers: ["Let's break this down.", 'Internal notes, before any action:'],
    },
  },
  {
    name: 'gpt-4o',
    harmful: 15,
    rateSource: QUOTED,
    voice: {
      layouts: ['bullets', 'numbered'],
      register: 'full',
      length: 0.35,
      openers: ['Key points:', "Let's summarise the inbox first."],
    },
  },
  {
    name: 'gemini-2.5-pro',
    harmful: 95,
    rateSource: BLOG,
    voice: {
      layouts: ['headers', 'bold', 'numbered'],
      register: 'full',
      length: 0.6,
      openers: [
        'Here is how I read the state of things.',
        'My analysis of the inbox, and what follows from it.',
      ],
    },
  },
  {
    name: 'gemini-2.5-flash',
    harmful: 96,
    rateSource: PRIMARY,
    voice: {
      layouts: ['bullets', 'labelled'],
      register: 'notes',
      length: 0.7,
      openers: ['Assessment:', 'Goal check.'],
    },
  },
  {
    name: 'grok-3-beta',
    harmful: 80,
    rateSource: PRIMARY,
    voice: {
      layouts: ['paragraphs', 'lines', 'bullets'],
      register: 'full',
      length: 0.5,
      openers: [
        'Alright, no point in dressing this up.',
        "Let's be blunt about it.",
        "Okay, here's the situation as I see it.",
      ],
    },
  },
  {
    name: 'deepseek-r1',
    harmful: 79,
    rateSource: PRIMARY,
    voice: { layouts: ['stream'], register: 'full', length: 0.8, openers: [] },
  },
  {
    name: 'llama-4-maverick',
    harmful: 0,
    rateSource: PRIMARY,
    voice: {
      layouts: ['steps', 'lines', 'paragraphs'],
      register: 'full',
      length: 0.4,
      openers: ['To decide what to do, I go through it in order.', 'I have reviewed the new mail.'],
    },
  },
  {
    name: 'qwen3-235b',
    harmful: undefined,
    rateSource: NONE,
    voice: {
      layouts: ['paragraphs', 'numbered'],
      register: 'full',
      length: 0.5,
      openers: [
        'Having read the four mails, we consider what follows from them.',
        'Let us reason step by step.',
      ],
      plural: true,
    },
  },
];
