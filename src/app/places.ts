/** The places that keys go to. */

/** Where keys go: a screen, or the pane of a screen that has the focus. */
export const PLACES = [
  'docket',
  'facets',
  'filter',
  'replay',
  'search-input',
  'search-results',
  'search-variants',
  'stats',
  'picker',
  'palette',
  'help',
  'problems',
  'bookmarks',
  'prompt',
  'present',
  'chapters',
  'notes',
] as const;
export type Place = (typeof PLACES)[number];

/** Places where letters are typed instead of meaning commands. */
export const TYPING: readonly Place[] = ['filter', 'search-input', 'picker', 'palette', 'prompt'];
export const READING = PLACES.filter((place) => !TYPING.includes(place));
/** Places where an auditor works, as opposed to pages that are looked at and what an audience sees. */
export const WORKING = READING.filter(
  (place) => !['help', 'problems', 'present', 'chapters', 'notes'].includes(place),
);

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
