/** The problems that were found while reading. */
export type ProblemsScreen = {
  readonly type: 'problems';
  /** The problem under the cursor, and the first one shown. */
  readonly cursor: number;
  readonly top: number;
};

export const problems = {
  initial: (): ProblemsScreen => ({ type: 'problems', cursor: 0, top: 0 }),
  contexts: { problems: { title: 'Problems', keys: 'page' } },
  contextOf: () => 'problems',
} as const;
