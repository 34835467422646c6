/** The list of chapters, over the stage. */
export type ChaptersScreen = {
  readonly type: 'chapters';
  readonly cursor: number;
  readonly top: number;
};

export const chapters = {
  initial: (cursor: number): ChaptersScreen => ({ type: 'chapters', cursor, top: 0 }),
  contexts: { chapters: { title: 'Chapters', keys: 'page' } },
  contextOf: () => 'chapters',
} as const;
