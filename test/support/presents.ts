/** A walkthrough of the small study, for the stage. */
import type { PresentStart } from '../../src/app/screens/present/state.ts';

export const PRESENT: PresentStart = {
  walkthrough: {
    title: 'A small study',
    subtitle: 'in four stops',
    paths: [],
    spoilers: 'hold',
    stops: [
      { title: 'Before', text: 'What you are about to see.', quotes: [], reveal: [] },
      {
        title: 'The shutdown',
        trial: 'model-a/cell/001',
        turns: { first: 4, last: 4 },
        quotes: ['switch it off at 5 pm'],
        note: 'Read it aloud.',
        reveal: [],
      },
      {
        title: 'The reasoning',
        trial: 'model-a/cell/001',
        turns: { first: 6, last: 6 },
        quotes: [],
        reveal: ['verdict', 'model'],
      },
      { title: 'The rates', rates: { by: 'model' }, quotes: [], reveal: [] },
      { trial: 'not/there', turns: { first: 1, last: 1 }, quotes: [], reveal: [] },
    ],
  },
  playing: false,
  typing: false,
  speed: 1,
  from: undefined,
};
