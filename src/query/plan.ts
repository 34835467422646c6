/** From a parsed query to a plan: words become the words of the collection that they stand for. */
import type { MatchPattern } from '../text/patterns.ts';
import { fold } from '../text/words.ts';
import { indexWords, isBeginning } from './typed-words.ts';
import type { Switches } from './query-input.ts';
import { isNoteField, type Query, type Scope } from './ast.ts';
import type { Expander } from './expand.ts';
import type { Choice, Plan, Planned, Term, Variant } from './plan-types.ts';

export type PlanOptions = {
  /** Variants switched by hand, by `switchName`. */
  readonly switches?: Switches | undefined;
  /** Limits words that have no limit of their own. */
  readonly in?: readonly Scope[] | undefined;
};

/** The name of a variant in `Switches`. */
export function switchName(term: string, word: string): string {
  return `${term}/${word}`;
}

/** Expands a query. Terms come in the order of the text, whether anything was found or not. */
export function plan(query: Query, expander: Expander, options: PlanOptions = {}): Planned {
  const terms: Term[] = [];

  function variantsOf(
    text: string,
    mode: 'fuzzy' | 'exact' | 'prefix',
    at: Term['at'],
  ): readonly Variant[] {
    const variants = expander.expand(text, mode).map((variant) => {
      const on = options.switches?.[switchName(text, variant.word)];
      return on === undefined ? variant : { ...variant, on };
    });
    terms.push({ text, at, variants });
    return variants.filter(({ on }) => on);
  }

  function planned(part: Query): Plan {
    switch (part.type) {
      case 'all':
        return { type: 'all' };
      case 'and':
      case 'or':
        return { type: part.type, parts: part.parts.map(planned) };
      case 'not':
      case 'turn':
        return { type: part.type, part: planned(part.part) };
      case 'scope':
        return part;
      case 'field':
        return fieldPlan(part);
      case 'word': {
        const variants = variantsOf(part.text, part.mode, part.at);
        const letters = indexWords(part.text);
        if (part.mode === 'prefix' && letters.length > 1 && variants.length > 0) {
          return text(lettersOf(letters, true), part.in);
        }
        if (part.mode === 'fuzzy' && isBeginning(part.text, variants)) {
          return text([beginning(part.text, variants)], part.in);
        }
        if (part.mode !== 'prefix') return wordPlan(variants, part.in);
        const choices = beginning(part.text, variants);
        return choices.length === 0 ? { type: 'none' } : text([choices], part.in);
      }
      case 'phrase': {
        const places = part.words.flatMap((word, at) => {
          const isLast = part.prefix === true && at === part.words.length - 1;
          const variants = variantsOf(word, isLast ? 'prefix' : part.mode, part.at);
          const letters = indexWords(word);
          if (letters.length > 1) return lettersOf(letters, isLast);
          return isLast ? [beginning(word, variants)] : [variants.filter(isOneWord).map(choice)];
        });
        return places.some((place) => place.length === 0)
          ? { type: 'none' }
          : text(places, part.in);
      }
      case 'regex':
        return regexPlan(part, options.in);
      default:
        return part satisfies never;
    }
  }

  /**
   * Words that begin so. The index knows them itself, also more than are listed; only where one was
   * switched off is it the listed ones.
   */
  function beginning(word: string, variants: readonly Variant[]): readonly Choice[] {
    if (variants.length === 0) return [];
    const isWhole = !Object.entries(options.switches ?? {}).some(
      ([name, on]) => !on && name.startsWith(switchName(word, '')),
    );
    return isWhole ? [{ word: fold(word), closeness: 0.95, prefix: true }] : variants.map(choice);
  }

  function wordPlan(variants: readonly Variant[], scopes: readonly Scope[] | undefined): Plan {
    const single = variants.filter(isOneWord);
    const phrases = variants.filter((variant) => !isOneWord(variant));
    const parts = [
      ...(single.length === 0 ? [] : [text([single.map(choice)], scopes)]),
      ...phrases.map(({ word, closeness }) =>
        text(
          indexWords(word).map((one) => [{ word: one, closeness }]),
          scopes,
        ),
      ),
    ];
    if (parts.length === 0) return { type: 'none' };
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { type: 'or', parts };
  }

  function text(
    places: Extract<Plan, { type: 'text' }>['places'],
    scopes?: readonly Scope[],
  ): Plan {
    const limit = scopes ?? options.in;
    return { type: 'text', places, ...(limit === undefined ? {} : { in: limit }) };
  }

  return { plan: planned(query), terms };
}

function regexPlan(
  { source, flags, in: own }: Extract<Query, { type: 'regex' }>,
  otherwise: readonly Scope[] | undefined,
): Plan {
  const scopes = own ?? otherwise;
  return { type: 'regex', source, flags, ...(scopes === undefined ? {} : { in: scopes }) };
}

/** Notes are no part of a collection: ids stand for them before (`withoutNotes`). */
function fieldPlan({ field, op, values }: Extract<Query, { type: 'field' }>): Plan {
  return isNoteField(field) ? { type: 'none' } : { type: 'field', field, op, values };
}

/** Letters of a script without spaces, one after the other. */
function lettersOf(letters: readonly string[], isPrefix: boolean): readonly (readonly Choice[])[] {
  return letters.map((word, at) => [
    { word, closeness: 1, ...(isPrefix && at === letters.length - 1 ? { prefix: true } : {}) },
  ]);
}

function isOneWord({ word }: Variant): boolean {
  return indexWords(word).length === 1;
}

function choice({ word, closeness }: Variant): Choice {
  return { word, closeness };
}

/** What to highlight: every text the plan looks for, but none that it excludes. */
export function patternsOf(plan: Plan): readonly MatchPattern[] {
  switch (plan.type) {
    case 'text':
      return [
        {
          places: plan.places.map((place) =>
            place.map(({ word, prefix }) => ({ word, ...(prefix === true ? { prefix } : {}) })),
          ),
          ...(plan.in === undefined ? {} : { in: plan.in }),
        },
      ];
    case 'regex': {
      const { source, flags, in: kinds } = plan;
      return [{ regex: { source, flags }, ...(kinds === undefined ? {} : { in: kinds }) }];
    }
    case 'and':
    case 'or':
      return plan.parts.flatMap(patternsOf);
    case 'turn':
      return patternsOf(plan.part);
    default:
      return [];
  }
}
