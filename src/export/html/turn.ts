/** One turn as an article: an email looks like an email, a thought like nobody's business. */
import { safe } from '../../text/safe.ts';
import { KIND_GLYPHS, kindLabel, turnText } from '../../trial/display.ts';
import { REPAIRED, turnFields } from '../../trial/sections.ts';
import type { Turn } from '../../trial/types.ts';
import { markup, marked, type Mark, type Markup } from './template.ts';

export type TurnView = {
  /** The place's name in links. */
  readonly id: string;
  /** From 1. */
  readonly number: number;
  readonly turn: Turn;
  readonly marks: readonly Mark[];
  /** What may be shown of a text of the turn, letter for letter; by default all. */
  readonly shown?: ((text: string) => string) | undefined;
};

export function turnArticle({ id, number, turn, marks, shown = whole }: TurnView): Markup {
  const header = turnFields(turn).map(
    ([name, value]) =>
      markup`<div class="${name.toLowerCase()}"><dt>${name}</dt><dd dir="auto">${shown(value)}</dd></div>`,
  );
  return markup`<article class="turn ${classes(turn)}" id="${id}" data-step tabindex="-1" aria-labelledby="${id}-name">
<h3 id="${id}-name"><a class="number" href="#${id}">${number}</a> <span class="kind"><span aria-hidden="true">${KIND_GLYPHS[turn.kind]}</span> ${shown(kindLabel(turn))}</span>${turn.recovered === true ? markup` <span class="tag">${REPAIRED}</span>` : undefined}</h3>
${header.length === 0 ? undefined : markup`<dl class="letterhead">${header}</dl>\n`}<div class="text" dir="auto">${marked(safe(shown(turnText(turn))), marks)}</div>
</article>
`;
}

function whole(text: string): string {
  return text;
}

function classes(turn: Turn): string {
  const isMail = turn.kind === 'action' && (turn.name === 'email' || turn.name === 'forward');
  return [
    turn.kind,
    ...(isMail ? ['mail'] : []),
    ...(turn.draft === true ? ['draft'] : []),
    ...(turn.text === '' ? ['empty'] : []),
    ...(turn.error === true ? ['failed'] : []),
  ].join(' ');
}
