/** All tests of the viewer once more, over a store whose every answer comes later than it is asked for. */
import { wrapStores } from '../support/session.ts';
import { slowed } from '../support/slow-store.ts';

wrapStores((store) => slowed(store, { ms: 2 }));
await import('./viewer.test.ts');
await import('./bookmarks.test.ts');
