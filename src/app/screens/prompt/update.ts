/** The line that is typed at the bottom: for notes, titles and names of files. */
import { walkthroughFileName } from '../../../walkthrough/names.ts';
import type { Stop } from '../../../walkthrough/types.ts';
import { acceptFilter, browseFilters, cancelFilter, completeFilter, typeFilter } from './filter.ts';
import { complete, isPointless, withStops, withWalkthrough } from '../bookmarks/stops.ts';
import { openConcordance } from '../concordance/open.ts';
import { markedFilter } from '../docket/marked-filter.ts';
import type { ScreenRow } from '../screen.ts';
import { confirm } from '../bookmarks/confirm.ts';
import { writeReport } from '../audit-report/write.ts';
import { bookmarksLayout } from '../../layout.ts';
import { acceptAnnotation } from '../replay/annotating.ts';
import { askWords } from '../replay/find-words.ts';
import { giveTurn } from '../replay/outside.ts';
import { goToTurn } from '../replay/moving.ts';
import { openSearch } from '../search/update.ts';
import { typedOf, typedShare } from '../stats/shares.ts';
import type { Prompt } from './state.ts';
import { typingLine } from './typing.ts';
import type { State } from '../../state.ts';
import {
  clamp,
  scrollTo,
  sequence,
  topScreen,
  type Transition,
  withScreen,
} from '../../transition.ts';

export const promptRow = {
  handlers: {
    prompt: { accept, cancel: leave },
    filter: {
      accept: acceptFilter,
      cancel: cancelFilter,
      complete: completeFilter,
      older: (state, typing) => browseFilters(state, typing, -1),
      newer: (state, typing) => browseFilters(state, typing, 1),
    },
  },
  inputs: {
    filter: { of: ({ field }) => field, changed: typeFilter },
    prompt: {
      of: ({ field }) => field,
      changed: (state, prompt, field) =>
        // One key more searches every trial.
        prompt.use.type === 'find' && field.text === '/'
          ? openSearch({ ...state, prompt: undefined })
          : [{ ...state, prompt: { ...prompt, field } }],
    },
  },
} as const satisfies ScreenRow<'prompt'>;

const LABELS = { title: 'Title', note: 'Note', text: 'Words for the audience' } as const;

/** The state in which a part of a stop is typed. */
export function asking(state: State, part: keyof typeof LABELS, at: number): State {
  const stop = state.bookmarks.walkthrough.stops[at];
  return typing(state, LABELS[part], stop?.[part] ?? '', { type: 'stop', part, stop: at });
}

export function typing(state: State, label: string, text: string, use: Prompt['use']): State {
  const told = { ...state, bookmarks: { ...state.bookmarks, toTell: undefined } };
  return typingLine(told, label, oneLine(text), use);
}

/** What a person wrote by hand may have lines. */
function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

/** Esc: what was typed is left. */
function leave(state: State, { use }: Prompt): Transition {
  const left = { ...state, prompt: undefined };
  return topScreen(state).type === 'replay' && use.type === 'stop' ? told(left) : [left];
}

/** Enter: what was typed counts. */
function accept(state: State, typed: Prompt): Transition {
  const { use, field } = typed;
  const text = field.text.trim();
  const done: State = { ...state, prompt: undefined };
  const { walkthrough } = state.bookmarks;
  const { stops } = walkthrough;
  switch (use.type) {
    case 'stop': {
      const stop = stops[use.stop];
      if (stop === undefined) return [done];
      const { [use.part]: before, ...rest } = stop;
      const changed: Stop = text === '' ? rest : { ...rest, [use.part]: text };
      const then = topScreen(state).type === 'replay' ? told : (one: State): Transition => [one];
      if (oneLine(before ?? '') === text) return then(done);
      const next = isPointless(changed)
        ? stops.toSpliced(use.stop, 1)
        : stops.with(use.stop, changed);
      return sequence(done, (one) => withStops(one, next), then);
    }
    case 'new-stop': {
      if (text === '') return [done];
      const stop: Stop = { text, quotes: [], reveal: [] };
      const [next, keep] = withStops(done, stops.toSpliced(use.stop, 0, stop));
      return [withCursor(next, use.stop), keep];
    }
    case 'title':
      return text === walkthrough.title
        ? [done]
        : withWalkthrough(done, { ...walkthrough, title: text });
    case 'turn':
      return text === '' ? [done] : goToTurn(done, text);
    case 'pipe':
      return text === '' ? [done] : giveTurn(done, { type: 'pipe', command: text });
    case 'find':
      return text === '' ? [done] : askWords(done, text);
    case 'annotate':
      return acceptAnnotation(done, typed);
    case 'concordance':
      return text === '' && use.last === '' ? [done] : openConcordance(done, text || use.last);
    case 'save': {
      if (text === '') return [done];
      const file = walkthroughFileName(text);
      const replace = use.replace === file;
      return [done, { type: 'save', file, walkthrough: complete(state), replace }];
    }
    case 'export': {
      if (text === '') return [done];
      const replace = use.replace === text;
      const query = markedFilter(done);
      return [done, { type: 'export', file: text, query, rule: done.verdictRule, replace }];
    }
    case 'share':
      return typedShare(state, text);
    case 'of':
      return typedOf(state, use.share, text);
    case 'report':
      return writeReport(done, use, text);
    case 'filter':
      return acceptFilter(state, typed);
    default:
      return use satisfies never;
  }
}

/** After `b`: says what there is now, and where it is found. */
function told(state: State): Transition {
  const count = state.bookmarks.walkthrough.stops.length;
  const where = count === 1 ? 'it' : `all ${count}`;
  return confirm(state, `Bookmarked; B shows ${where}`);
}

/** As if Enter were pressed, where words are typed that would be lost. */
export function acceptWords(state: State): Transition {
  const { prompt } = state;
  const isFile = ['save', 'export', 'report'].includes(prompt?.use.type ?? '');
  return prompt === undefined || isFile ? [state] : accept(state, prompt);
}

/** The list of bookmarks with its cursor at a place, as near as there is one. */
export function withCursor(state: State, wanted: number): State {
  const total = state.bookmarks.walkthrough.stops.length;
  const { listRows } = bookmarksLayout(state.size);
  return withScreen(state, 'bookmarks', (screen) => {
    const cursor = clamp(wanted, 0, Math.max(0, total - 1));
    return { ...screen, cursor, top: scrollTo(screen.top, cursor, listRows, total) };
  });
}
