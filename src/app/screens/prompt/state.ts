/** A line being typed at the bottom of a screen: no screen itself, but it has the keys. */
import { inputOf, type TextInput } from '../../text-input.ts';

export type Prompt = {
  readonly label: string;
  readonly field: TextInput;
  /** What it is for. `stop` is a place in the list of bookmarks. */
  readonly use:
    | { readonly type: 'stop'; readonly part: 'title' | 'note' | 'text'; readonly stop: number }
    /** A new stop of words alone, at this place. */
    | { readonly type: 'new-stop'; readonly stop: number }
    | { readonly type: 'title' }
    /** The number of a turn to go to. */
    | { readonly type: 'turn' }
    /** Words to look for in the trial that is read. */
    | { readonly type: 'find' }
    /** The name of a file. `replace`: the one that may be replaced, as was asked. */
    | { readonly type: 'save'; readonly replace: string | undefined };
};

export const prompt = {
  initial: (label: string, text: string, use: Prompt['use']): Prompt => ({
    label,
    field: inputOf(text),
    use,
  }),
  contexts: { prompt: { title: 'Typing a line', keys: 'text' } },
  contextOf: () => 'prompt',
} as const;
