/** The problems that were found while reading. */
export type ProblemsScreen = { readonly type: 'problems'; readonly top: number };

export const problems = {
  initial: (): ProblemsScreen => ({ type: 'problems', top: 0 }),
  contexts: { problems: { title: 'Problems', keys: 'page' } },
  contextOf: () => 'problems',
} as const;
