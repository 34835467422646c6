/** The bookmarks that the viewer begins with. */
import type { Program } from '../ui/app.tsx';
import type { BookmarkFiles } from './bookmark-files.ts';
import type { ViewerOptions } from './options.ts';

/** Bookmarks of earlier openings, or of a file; what is wrong with them is told once more at the end. */
export function bringBookmarks(
  { present, notes, opened }: ViewerOptions,
  bookmarks: BookmarkFiles,
  { send }: Program,
  lines: string[],
): void {
  // In front of an audience nothing is bookmarked, and nothing is to be heard of it.
  if (present !== undefined || notes === true) return;
  void bookmarks.restore().then(({ walkthrough, problems }) => {
    if (walkthrough !== undefined) {
      send({ type: 'bookmarks', walkthrough, file: undefined });
    }
    if (opened !== undefined) send({ type: 'bookmarks', ...opened });
    for (const text of problems) send({ type: 'failed', text });
    lines.push(...problems);
  });
}
