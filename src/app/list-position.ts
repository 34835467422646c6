/** Where the cursor is in the list on screen. */
import { listedDifferences } from './screens/disagreements/state.ts';
import { narrowed } from './screens/picker/open.ts';
import { paletteCommands } from './screens/palette/commands.ts';
import { hitCount } from './screens/search/lines.ts';
import { rowsOf } from './screens/stats/table.ts';
import type { State } from './state.ts';
import { topScreen } from './transition.ts';

/** The cursor, from 0, and the length of its list; undefined where there is none. The Docket says it itself. */
export function listPosition(
  state: State,
): { readonly index: number; readonly total: number } | undefined {
  const screen = topScreen(state);
  if (!('cursor' in screen)) return undefined;
  const total = ((): number | undefined => {
    switch (screen.type) {
      case 'search':
        return hitCount(screen.result);
      case 'stats':
        return rowsOf(screen, screen.groups ?? []).length;
      case 'picker':
        return narrowed(state, screen).length;
      case 'palette':
        return paletteCommands(state, screen).length;
      case 'disagreements':
        return listedDifferences(screen).length;
      case 'secondLook':
        return screen.result?.rows.length;
      case 'claims':
        return screen.start.claims.length;
      case 'concordance':
        return screen.pane === 'lines' && !screen.isWhole ? screen.result?.lines.length : undefined;
      case 'bookmarks':
        return state.bookmarks.walkthrough.stops.length;
      default:
        return undefined;
    }
  })();
  return total === undefined || total === 0 ? undefined : { index: screen.cursor, total };
}
