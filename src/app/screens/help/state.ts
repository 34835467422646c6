/** Help: what can be done on the screen below. */
export type HelpScreen = { readonly type: 'help'; readonly top: number };

export const help = {
  initial: (): HelpScreen => ({ type: 'help', top: 0 }),
  contexts: { help: { title: 'Help', keys: 'page' } },
  contextOf: () => 'help',
} as const;
