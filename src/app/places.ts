/** The names of the places that keys go to. */
import type { Place } from './keymap.ts';

/** A place in words, for the titles of help and docs. */
export function placeTitle(place: Place): string {
  const titles: Readonly<Record<Place, string>> = {
    docket: 'Docket',
    facets: 'Docket · facets',
    filter: 'Docket · typing a filter',
    replay: 'Replay',
    'search-input': 'Search · typing',
    'search-results': 'Search · results',
    'search-variants': 'Search · variants',
    stats: 'Stats',
    picker: 'Picker',
    palette: 'Command palette',
    help: 'Help',
    problems: 'Problems',
    bookmarks: 'Bookmarks',
    prompt: 'Typing a line',
    present: 'Stage',
    chapters: 'Chapters',
    notes: 'Speaker notes',
  };
  return titles[place];
}
