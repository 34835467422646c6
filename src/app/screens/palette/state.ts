/** The command palette: commands found by name. */
import { emptyInput, type TextInput } from '../../text-input.ts';

export type PaletteScreen = {
  readonly type: 'palette';
  readonly input: TextInput;
  readonly cursor: number;
};

export const palette = {
  initial: (): PaletteScreen => ({ type: 'palette', input: emptyInput, cursor: 0 }),
  contexts: { palette: { title: 'Command palette', keys: 'text' } },
  contextOf: () => 'palette',
} as const;
