/** Beginning to type a line, from whichever screen. */
import type { State } from '../../state.ts';
import { prompt, type Prompt } from './state.ts';

/** The state in which a line is typed that begins as `text`. */
export function typingLine(state: State, label: string, text: string, use: Prompt['use']): State {
  // While a line is typed, a notice is about that line.
  return { ...state, notice: undefined, prompt: prompt.initial(label, text, use) };
}
