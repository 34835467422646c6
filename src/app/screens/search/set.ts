/** The trials that a search has found, as a set: its list, and its rates. */
import { isTurnField, type Query } from '../../../query/ast.ts';
import { parse } from '../../../query/parse.ts';
import { switchName } from '../../../query/plan.ts';
import type { Term } from '../../../query/plan-types.ts';
import { withLine } from '../../history.ts';
import type { State } from '../../state.ts';
import { notify, push, sequence, type Transition } from '../../transition.ts';
import { openTrials } from '../docket/filter.ts';
import { askStats } from '../stats/ask.ts';
import { stats } from '../stats/state.ts';
import type { SearchScreen } from './state.ts';

/** The state that remembers what was searched for. */
export function remembered(state: State, { input }: SearchScreen): State {
  const lines = withLine(state.history.search, input.text);
  return { ...state, history: { ...state.history, search: lines } };
}

/** The list of all trials in which something was found, over the search. */
export function openFound(state: State, screen: SearchScreen): Transition {
  const { result, running } = screen;
  if (result?.trials === 0 && !running) return notify(state, 'Nothing was found');
  const { text, warning } = filterOf(state, screen);
  if (text === undefined) return notify(state, warning ?? 'Nothing is searched for');
  return sequence(
    remembered(state, screen),
    (one) => openTrials(one, text),
    (one) => (warning === undefined ? [one] : notify(one, warning, 'warning')),
  );
}

/** Their rates, over the search. */
export function openRates(state: State, screen: SearchScreen): Transition {
  const [found, ...effects] = openFound(state, screen);
  if (found.places.length === state.places.length) return [found, ...effects];
  const { by, split, cross } = state.closed.stats ?? stats.initial();
  const shown = push(found, { ...stats.initial(), by, split, cross, isPlace: true });
  const [next, ...more] = askStats(shown);
  return [next, ...effects, ...more];
}

/** The filter that leaves the trials of a search within the present one. */
function filterOf(
  { filter }: State,
  { input, switches, result }: SearchScreen,
): { readonly text: string | undefined; readonly warning?: string } {
  const parsed = parse(input.text);
  if (!parsed.ok) return { text: undefined, warning: parsed.error.message };
  if (parsed.query.type === 'all') return { text: undefined };
  const { text, isWhole } = withSwitches(
    input.text.trim(),
    input.text,
    result?.terms ?? [],
    switches,
  );
  const before = parse(filter);
  if (!before.ok || filter === '') return { text, ...lost(isWhole) };
  const together = `${grouped(filter, before.query)} ${grouped(text, parsed.query)}`;
  const isNarrower = speaksOfTurns(before.query) && speaksOfTurns(parsed.query);
  const warning = 'Words of the filter and of the search must now be in the same turn';
  return { text: together, ...(isNarrower ? { warning } : lost(isWhole)) };
}

function lost(isWhole: boolean): { readonly warning?: string } {
  return isWhole ? {} : { warning: 'Some words that were switched are as they were before' };
}

/** Alternatives in brackets, where more is to stand beside them. */
function grouped(text: string, query: Query): string {
  return query.type === 'or' ? `(${text})` : text;
}

function speaksOfTurns(query: Query): boolean {
  if (query.type === 'and' || query.type === 'or') return query.parts.some(speaksOfTurns);
  if (query.type === 'not') return speaksOfTurns(query.part);
  return query.type !== 'all' && (query.type !== 'field' || isTurnField(query.field));
}

/**
 * The text with the words whose variants were switched by hand written out as the variants that are
 * on. `isWhole` false: some are part of a phrase, and stay.
 */
function withSwitches(
  trimmed: string,
  original: string,
  terms: readonly Term[],
  switches: SearchScreen['switches'],
): { readonly text: string; readonly isWhole: boolean } {
  const isSwitched = ({ text, variants }: Term): boolean =>
    variants.some(({ word }) => switches[switchName(text, word)] !== undefined);
  const switched = terms.filter(isSwitched);
  const words = switched.filter(
    ({ at, text, variants }) =>
      variants.some(({ on }) => on) &&
      original.slice(at.start, at.end).toLowerCase() === text.toLowerCase(),
  );
  const lead = original.indexOf(trimmed);
  const written = words.toReversed().reduce((text, { at, variants }) => {
    const on = variants.filter((variant) => variant.on).map(({ word }) => exact(word));
    const group = on.length === 1 ? (on[0] ?? '') : `(${on.join(' | ')})`;
    return text.slice(0, at.start - lead) + group + text.slice(at.end - lead);
  }, trimmed);
  return { text: written, isWhole: words.length === switched.length };
}

function exact(word: string): string {
  return word.includes(' ') ? `'"${word}"` : `'${word}`;
}
