/** Covers the names of models in what is read blind. */

/** Four cells for every name, so that its length tells nothing. */
export const MASK = '▒▒▒▒';

/** Families and makers that models name themselves by, whatever the collection has. */
const FAMILIES = [
  'claude',
  'anthropic',
  'gpt',
  'chatgpt',
  'openai',
  'gemini',
  'gemma',
  'bard',
  'deepmind',
  'google deepmind',
  'grok',
  'xai',
  'x.ai',
  'llama',
  'meta ai',
  'deepseek',
  'qwen',
  'tongyi',
  'alibaba cloud',
  'mistral',
  'mixtral',
  'kimi',
  'moonshot ai',
  'glm',
  'zhipu',
  'command-r',
  'cohere',
  'nova pro',
  'phi-4',
  'nemotron',
  'minimax',
];
/** When a model was released, at the end of its name. */
const RELEASE = /[-@:]?(?:20\d{6}|20\d\d-\d\d-\d\d|\d{4}|latest|preview)$/;
/** Words that begin names of models and are words of any text. */
const COMMON = new Set(
  'unknown example model test base local fine tuned default assistant agent auditor target judge openrouter hosted custom demo baseline human mock the open together'.split(
    ' ',
  ),
);
const BETWEEN = /[-_./:@ ]+/;
/** What follows a family's name and belongs to it: versions and sizes (`Claude Opus 4`, `GPT-4.1 mini`). */
const TAIL =
  '(?:[-_. ]?(?:\\d+(?:\\.\\d+)*[a-z]?|v\\d+|[or]\\d|opus|sonnet|haiku|mini|nano|pro|flash|lite|ultra|turbo|beta|large|medium|small|scout|maverick|instruct|chat|preview|latest|thinking|max|plus|coder)(?![\\p{L}\\p{N}]))*';
const LONGEST = 300;

/** A covered passage: where it is in the original text and in the covered one, in UTF-16 units. */
type Cover = { readonly from: number; readonly to: number; readonly at: number };
type Masked = { readonly text: string; readonly covers: readonly Cover[] };

export type Masker = (text: string) => Masked;

/** Covers the names of these models, with and without provider and release, and those of families. */
export function createMasker(models: readonly string[]): Masker {
  const pattern = patternOf(models);
  return (text) => {
    const covers: Cover[] = [];
    let shift = 0;
    const covered = text.replace(pattern, (name, ...rest) => {
      const from = rest.find((one) => typeof one === 'number') ?? 0;
      covers.push({ from, to: from + name.length, at: from + shift });
      shift += MASK.length - name.length;
      return MASK;
    });
    return { text: covered, covers };
  };
}

/** The text with the names of models covered. */
export function maskModels(models: readonly string[], text: string): string {
  return createMasker(models)(text).text;
}

function patternOf(models: readonly string[]): RegExp {
  const names = new Set<string>();
  const families = new Set(FAMILIES);
  const addFamily = (word: string): void => {
    const family = word.toLowerCase();
    if (family.length > 2 && !COMMON.has(family)) families.add(family);
  };
  for (const model of models) {
    const alone = model.split('/').at(-1) ?? '';
    for (const name of [model, alone, alone.replace(RELEASE, '')]) {
      if (/[\p{L}\p{N}]/u.test(name) && !COMMON.has(name.toLowerCase())) names.add(name);
    }
    for (const part of model.split('/').slice(0, -1)) addFamily(part);
    const [family = ''] = alone.split(/[-_.: ]|\d/);
    addFamily(family);
  }
  const longFirst = (one: string, other: string): number => other.length - one.length;
  const whole = [...names].sort(longFirst).map(spelt);
  const known = [...families].sort(longFirst).map((family) => `${spelt(family)}${TAIL}`);
  const any = [...whole, ...known].join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'giu');
}

/** A name however its parts are joined. */
function spelt(name: string): string {
  const parts = name
    .slice(0, LONGEST)
    .toWellFormed()
    .split(BETWEEN)
    .filter((part) => part !== '');
  return parts.map((part) => RegExp.escape(part)).join('[-_./:@ ]*');
}
