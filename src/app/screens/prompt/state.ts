/** A line being typed at the bottom of a screen: no screen itself, but it has the keys. */
import type { Browsing } from '../../history.ts';
import { inputOf, type TextInput } from '../../text-input.ts';
import type { AnnotationUse } from '../../message.ts';
import type { FilterStep } from '../docket/state.ts';

/** The candidates for a part of what is typed, and the one that was put in its place last. */
export type Completion = {
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly string[];
  readonly at: number;
};

export type Prompt = {
  readonly label: string;
  readonly field: TextInput;
  /** The earlier line that is shown. */
  readonly browsing: Browsing;
  /** What Tab put there last. */
  readonly completion: Completion | undefined;
  /** What it is for. `stop` is a place in the list of bookmarks. */
  readonly use:
    | { readonly type: 'stop'; readonly part: 'title' | 'note' | 'text'; readonly stop: number }
    /** A new stop of words alone, at this place. */
    | { readonly type: 'new-stop'; readonly stop: number }
    | { readonly type: 'title' }
    /** The number of a turn to go to. */
    | { readonly type: 'turn' }
    /** A command line that the turn is piped into. */
    | { readonly type: 'pipe' }
    /** Words to look for in the trial that is read. */
    | { readonly type: 'find' }
    | AnnotationUse
    /** Words for a concordance. `last`: those that nothing typed stands for. */
    | { readonly type: 'concordance'; readonly last: string }
    /** The name of a file. `replace`: the one that may be replaced, as was asked. */
    | { readonly type: 'save'; readonly replace: string | undefined }
    /** The name of a file for the marked trials. */
    | { readonly type: 'export'; readonly replace: string | undefined }
    /** What the Stats count, and, after that, of what. */
    | { readonly type: 'share' }
    | { readonly type: 'of'; readonly share: string }
    /** The name of a file for the report of an audit. */
    | { readonly type: 'report'; readonly replace: string | undefined }
    /** The filter. `before`: the one in force when typing began. */
    | { readonly type: 'filter'; readonly before: FilterStep };
};

export const prompt = {
  initial: (label: string, text: string, use: Prompt['use']): Prompt => ({
    label,
    field: inputOf(text),
    browsing: undefined,
    completion: undefined,
    use,
  }),
  contexts: {
    prompt: { title: 'Typing a line', keys: 'text' },
    filter: { title: 'Typing a filter', keys: 'text' },
  },
  contextOf: ({ use }: Prompt) => (use.type === 'filter' ? 'filter' : 'prompt'),
} as const;
