/**
 * The only maker of markup: a tagged template in which every value is text, made safe and escaped,
 * unless it is markup itself. Attributes stand in double quotes. It is not called `html`: a
 * formatter that knows the name would put spaces where they are shown.
 */
import { safe, sliceSafe, type SafeText } from '../../text/safe.ts';
import { withEntities } from '../entities.ts';

/** Markup of our own. A class, so that nothing that was read from a file can pass for it. */
class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export type { Markup };

type Value = string | number | Markup | readonly Markup[] | undefined;

export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let text = parts[0] ?? '';
  values.forEach((value, index) => {
    text += written(value) + (parts[index + 1] ?? '');
  });
  return new Markup(text);
}

/** Our own style sheet or script, as it is. */
export function verbatim(text: string): Markup {
  return new Markup(text);
}

function written(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map((one: Markup) => one.text).join('');
  return withEntities(safe(String(value)));
}

/** A place in a text to be marked; `id` makes it a place that can be linked to. */
export type Mark = {
  readonly start: number;
  readonly end: number;
  readonly id?: string | undefined;
};

/** A text with its marked places, which may overlap. */
export function marked(text: SafeText, marks: readonly Mark[]): Markup {
  const sorted = marks.toSorted((a, b) => a.start - b.start);
  const parts: Markup[] = [];
  let at = 0;
  for (const { start, end, id } of sorted) {
    // What an earlier mark covers already is not marked twice.
    const from = Math.max(at, start);
    if (from > at) parts.push(markup`${sliceSafe(text, at, from)}`);
    if (id !== undefined) parts.push(markup`<span id="${id}"></span>`);
    if (end > from) parts.push(markup`<mark>${sliceSafe(text, from, end)}</mark>`);
    at = Math.max(from, end);
  }
  return markup`${parts}${sliceSafe(text, at)}`;
}
