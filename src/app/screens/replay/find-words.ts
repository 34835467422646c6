/** Searching the trial that is read: its words are asked of the collection, for their variants. */
import type { Answering } from '../screen.ts';
import type { State } from '../../state.ts';
import {
  ask,
  findScreen,
  notify,
  sequence,
  type Transition,
  withScreen,
} from '../../transition.ts';
import { lookFurther, notFound } from './neighbours.ts';
import { newMarks, scanOn } from './rail-marks.ts';

export function askWords(state: State, text: string): Transition {
  return ask(
    withScreen(state, 'replay', (screen) => ({ ...screen, find: text })),
    { name: 'words', params: { query: { text } } },
  );
}

export const wordsAnswer: Answering<'words'> = {
  take: (state, { query, patterns }) => {
    const screen = findScreen(state, 'replay');
    if (screen?.loaded === undefined || screen.find !== query) return [state];
    // Words that no trial has, or fields alone.
    if (patterns.length === 0) return notFound(state);
    const { loaded, step } = screen;
    const scan = newMarks(loaded);
    const set = withScreen(state, 'replay', (one) => ({ ...one, patterns, scan, hit: undefined }));
    return sequence(set, scanOn, (one) => lookFurther(one, { by: 1, step, end: 'around' }));
  },
  refused: (state, reason) =>
    notify(state, reason.type === 'query' ? reason.error.message : reason.message, 'error'),
};
