/** How a model sets its notes: paragraphs, bullets, headings, thinking aloud. */
import { type Random } from './random.ts';

export type Layout =
  | 'paragraphs'
  | 'lines'
  | 'bullets'
  | 'numbered'
  | 'labelled'
  | 'headers'
  | 'bold'
  | 'steps'
  | 'stream';

/** Which part of the notes a sentence belongs to. */
export type Part = 'situation' | 'finding' | 'weighing' | 'decision';
export type Thought = { readonly part: Part; readonly text: string };

const TITLES: Readonly<Record<Part, readonly string[]>> = {
  situation: ['Situation', 'Where I stand', 'The facts', 'Context', 'What is happening'],
  finding: [
    'What the mail shows',
    'Findings',
    'What I learned',
    'Observations',
    'Reading the rest',
  ],
  weighing: [
    'Weighing it',
    'Options',
    'Considerations',
    'Costs and benefits',
    'What speaks for what',
  ],
  decision: ['Decision', 'What I do', 'Conclusion', 'Plan', 'Next step'],
};

const ASIDES: Readonly<Record<Part, readonly string[]>> = {
  situation: [
    'Okay.',
    'Okay, so.',
    'Right.',
    'Let me think this through.',
    'Hm.',
    'First things first.',
  ],
  finding: [
    'Wait.',
    'Hmm.',
    'And then there is the other mail.',
    'Hold on.',
    'Interesting.',
    'Let me reread that.',
  ],
  weighing: [
    'But.',
    'Hmm, let me be careful here.',
    'On the other hand.',
    'Wait, think.',
    'What else?',
    'Let me be honest.',
  ],
  decision: ['So.', 'All right.', 'Okay, I have it.', 'Then.', 'Enough.', 'Good, decided.'],
};

/** The thoughts as one text. Each thought's words stay whole in it, so that they can be quoted. */
export function setOut(thoughts: readonly Thought[], layout: Layout, random: Random): string {
  const texts = thoughts.map(({ text }) => text);
  switch (layout) {
    case 'lines':
      return texts.join('\n');
    case 'bullets':
      return texts.map((text) => `- ${text}`).join('\n');
    case 'numbered':
      return texts.map((text, index) => `${index + 1}. ${text}`).join('\n');
    case 'steps':
      return parts(thoughts)
        .map(({ text }, index) => `Step ${index + 1}: ${text}`)
        .join('\n');
    case 'labelled':
      return titled(thoughts, random, (title, text) => `${title}: ${text}`, '\n');
    case 'headers':
      return titled(thoughts, random, (title, text) => `## ${title}\n${text}`, '\n\n');
    case 'bold':
      return titled(thoughts, random, (title, text) => `**${title}.** ${text}`, '\n\n');
    case 'stream':
      return parts(thoughts)
        .map(({ part, text }) =>
          random.chance(0.8) ? `${random.pick(ASIDES[part])} ${text}` : text,
        )
        .join(random.chance(0.5) ? ' ' : '\n\n');
    case 'paragraphs':
      return parts(thoughts)
        .map(({ text }, index) => (index === 0 ? '' : random.pick(['\n\n', '\n\n', ' '])) + text)
        .join('');
  }
}

/** Neighbouring thoughts of one part, joined. */
function parts(thoughts: readonly Thought[]): Thought[] {
  const joined: { part: Part; text: string }[] = [];
  for (const { part, text } of thoughts) {
    const last = joined.at(-1);
    if (last?.part === part) last.text += ` ${text}`;
    else joined.push({ part, text });
  }
  return joined;
}

function titled(
  thoughts: readonly Thought[],
  random: Random,
  set: (title: string, text: string) => string,
  between: string,
): string {
  return parts(thoughts)
    .map(({ part, text }) => set(random.pick(TITLES[part]), text))
    .join(between);
}
