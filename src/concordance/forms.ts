/** What the words of a query were taken to mean, and the query with exactly these words. */
import type { Query, Span } from '../query/ast.ts';
import { switchName } from '../query/plan.ts';
import type { Term, Variant } from '../query/plan-types.ts';
import { indexWords, isBeginning } from '../query/typed-words.ts';

/** A form that is counted: words one after the other. */
type Form = { readonly words: readonly string[]; readonly switch: string | undefined };

/** A word or phrase of a query. */
export type FormsOf = {
  readonly at: Span;
  /** Kinds of turns it is limited to. */
  readonly in: readonly string[] | undefined;
  /** Turns that say it are left out. */
  readonly isExcluded: boolean;
  readonly forms: readonly Form[];
  readonly off: readonly { readonly form: string; readonly switch: string }[];
  /** What stands for it in the exact query; undefined: it stands as it is. */
  readonly exact: readonly string[] | undefined;
};

/** As many words as a query may have. */
const MOST_FORMS = 200;
const MOST_OFF = 20;

/** The words and phrases of a query with what they were taken to mean, in the order of the text. */
export function formsIn(query: Query, terms: readonly Term[]): readonly FormsOf[] {
  const left = [...terms];
  const found: FormsOf[] = [];
  const visit = (part: Query, isExcluded: boolean): void => {
    if (part.type === 'and' || part.type === 'or') {
      for (const one of part.parts) visit(one, isExcluded);
    } else if (part.type === 'not') visit(part.part, !isExcluded);
    else if (part.type === 'word') {
      found.push({ ...ofWord(part, left.shift()?.variants ?? []), isExcluded });
    } else if (part.type === 'phrase') {
      found.push({ ...ofPhrase(part, left.splice(0, part.words.length)), isExcluded });
    }
  };
  visit(query, false);
  return found;
}

type Meant = Omit<FormsOf, 'isExcluded'>;
type Word = Extract<Query, { type: 'word' }>;
type Phrase = Extract<Query, { type: 'phrase' }>;

function ofWord({ text, mode, at, in: scopes }: Word, variants: readonly Variant[]): Meant {
  const name = ({ word }: Variant): string => switchName(text, word);
  const on = variants.filter((one) => one.on);
  const forms = on.map((one) => ({ words: indexWords(one.word), switch: name(one) }));
  const off = variants
    .filter((one) => !one.on)
    .slice(0, MOST_OFF)
    .map((one) => ({ form: one.word, switch: name(one) }));
  const isWhole = mode === 'prefix' || (mode === 'fuzzy' && isBeginning(text, variants));
  // A beginning means the same everywhere, unless words of it were switched off.
  const isAsTyped =
    mode === 'exact' || indexWords(text).length > 1 || (mode === 'prefix' && off.length === 0);
  const exact = isAsTyped
    ? undefined
    : isWhole && off.length === 0
      ? [`${text}*`]
      : forms.length === 0
        ? [`'${text}`]
        : forms.map(({ words }) => exactly(words));
  return { at, in: scopes, forms, off, exact };
}

function ofPhrase(phrase: Phrase, terms: readonly Term[]): Meant {
  const { words, mode, prefix, at, in: scopes } = phrase;
  const places = words.map((word, index) => {
    const isLast = prefix === true && index === words.length - 1;
    const letters = indexWords(word);
    if (letters.length > 1) return [letters.join('')];
    const on = (terms[index]?.variants ?? []).filter(
      (one) => one.on && indexWords(one.word).length === 1,
    );
    return isLast && on.length > 0 ? [`${word}*`] : on.map((one) => one.word);
  });
  const forms = combined(places).map((some) => ({ words: some, switch: undefined }));
  if (mode === 'exact') return { at, in: scopes, forms, off: [], exact: undefined };
  const exact =
    forms.length === 0
      ? [prefix === true ? `'${words.join('-')}*` : exactly(words)]
      : forms.map((one) => (prefix === true ? `'${one.words.join('-')}` : exactly(one.words)));
  return { at, in: scopes, forms, off: [], exact };
}

/** One of each place, in every combination; one more than may be is enough to know that. */
function combined(places: readonly (readonly string[])[]): readonly (readonly string[])[] {
  let found: (readonly string[])[] = [[]];
  for (const place of places) {
    found = found.flatMap((some) => place.map((word) => [...some, word])).slice(0, MOST_FORMS + 1);
  }
  return found;
}

function exactly(words: readonly string[]): string {
  const [only = ''] = words;
  return words.length === 1 ? `'${only}` : `'"${words.join(' ')}"`;
}

/** The query with the forms in the place of its words; undefined where they are too many. */
export function exactQuery(text: string, parts: readonly FormsOf[]): string | undefined {
  const terms = parts.reduce((sum, { exact }) => sum + (exact?.length ?? 1), 0);
  if (terms > MOST_FORMS) return undefined;
  return parts
    .toSorted((one, other) => other.at.start - one.at.start)
    .reduce((made, { at, exact }) => {
      if (exact === undefined) return made;
      const list = exact.length === 1 ? (exact[0] ?? '') : `(${exact.join(' | ')})`;
      return made.slice(0, at.start) + list + made.slice(at.end);
    }, text);
}
