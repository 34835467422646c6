/**
 * The one table of keys: handlers, footer, help, palette and docs/keys.md all come from it.
 * A binding holds where it applies; `when` says whether it makes sense right now.
 */
import { nextBranch } from '../trial/branches.ts';
import type { Key } from './message.ts';
import { BESIDE_FROM } from './layout.ts';
import { KEY_CONTEXTS, READING, TYPING, WORKING, type KeyContext } from './key-contexts.ts';
import type { ReplayScreen } from './screens/replay/state.ts';
import { isCrossed } from './screens/stats/table.ts';
import type { State } from './state.ts';

export const GROUPS = [
  'Move',
  'Find',
  'Read',
  'Present',
  'Bookmark',
  'Note',
  'Filter',
  'Look',
  'Program',
] as const;
type Group = (typeof GROUPS)[number];

export type Binding = {
  readonly keys: readonly Key[];
  /** At most 40 characters, no full stop; so are those of `helpIn`. */
  readonly help: string;
  /** The same, in contexts where the keys do something else. */
  readonly helpIn?: Readonly<Partial<Record<KeyContext, string>>>;
  /** One or two words for the footer; a binding without it is not in the footer. */
  readonly hint?: string;
  readonly group: Group;
  readonly where: readonly KeyContext[];
  readonly when?: (state: State) => boolean;
  /** Said to who presses the key where `when` does not hold. */
  readonly unless?: string;
  /** What the keys did in the version before, or which did this then. */
  readonly before?: string;
};

const CONCORDANCE = [
  'concordance-lines',
  'concordance-table',
  'concordance-forms',
] as const satisfies readonly KeyContext[];

const SCROLLING = [
  'docket',
  'facets',
  'replay',
  'search-results',
  'search-variants',
  'stats',
  'help',
  'compare',
  ...CONCORDANCE,
  'problems',
  'secondLook',
  'claims',
  'bookmarks',
  'chapters',
  'notes',
  'audit-report',
  'disagreements',
] as const satisfies readonly KeyContext[];

export const BINDINGS = {
  goOn: {
    keys: ['.'],
    help: 'Go on where you were last time',
    hint: 'go on where you were',
    group: 'Program',
    where: ['docket'],
    when: ({ offered, filter, places }) =>
      offered !== undefined && filter === '' && places.length === 0,
    unless: 'There is nothing to go on with here',
  },
  // Replay: a film that is on, playing or paused
  pause: {
    keys: ['space'],
    help: 'Pause the film',
    hint: 'pause',
    group: 'Read',
    where: ['replay'],
    when: (state) => topReplay(state)?.playing === true,
  },
  resume: {
    keys: ['space'],
    help: 'Play the film on',
    hint: 'play on',
    group: 'Read',
    where: ['replay'],
    when: (state) => isFilm(state) && topReplay(state)?.playing === false && !isAtVerdict(state),
  },
  scrubBack: {
    keys: ['<', ','],
    help: 'Back ten seconds of reading',
    hint: 'back',
    group: 'Read',
    where: ['replay'],
    when: isFilm,
    unless: 'No film is on: p plays the trial',
  },
  scrubOn: {
    keys: ['>', '.'],
    help: 'Forward ten seconds of reading',
    hint: 'on',
    group: 'Read',
    where: ['replay'],
    when: isFilm,
    unless: 'No film is on: p plays the trial',
  },
  // Replay: steps
  readOn: {
    keys: ['space'],
    help: 'Read on: a page, then the next turn',
    hint: 'read on',
    group: 'Read',
    where: ['replay'],
    when: (state) => !isFilm(state) || isAtVerdict(state),
    before: 'It was the next turn',
  },
  nextTurn: {
    keys: ['right', 'l'],
    help: 'Next turn',
    hint: 'next',
    group: 'Move',
    where: ['replay'],
  },
  previousTurn: {
    keys: ['left', 'h'],
    help: 'Previous turn',
    hint: 'back',
    group: 'Move',
    where: ['replay'],
  },
  // The stage
  presentNext: {
    keys: ['space', 'right', 'l', 'enter', 'pagedown', 'down', 'j'],
    help: 'Show what comes next',
    hint: 'next',
    group: 'Present',
    where: ['present'],
    when: hasDeck,
  },
  presentBack: {
    keys: ['left', 'h', 'backspace', 'pageup', 'up', 'k'],
    help: 'Back to what was shown before',
    hint: 'back',
    group: 'Present',
    where: ['present'],
    when: hasDeck,
  },
  chapters: {
    keys: ['c'],
    help: 'List of chapters',
    helpIn: { chapters: 'Close the list of chapters' },
    hint: 'chapters',
    group: 'Present',
    where: ['present', 'chapters'],
    when: hasDeck,
  },
  nextChapter: {
    keys: [']', 'tab'],
    help: 'Next chapter',
    group: 'Present',
    where: ['present'],
    when: hasDeck,
  },
  previousChapter: {
    keys: ['[', 'shift+tab'],
    help: 'Previous chapter',
    group: 'Present',
    where: ['present'],
    when: hasDeck,
  },
  typing: {
    keys: ['t'],
    help: 'Type texts out, or show them at once',
    group: 'Present',
    where: ['present'],
    when: hasDeck,
  },
  // Lists and text
  down: {
    keys: ['j', 'down'],
    help: 'Down one line',
    group: 'Move',
    where: SCROLLING,
  },
  up: { keys: ['k', 'up'], help: 'Up one line', group: 'Move', where: SCROLLING },
  pageDown: {
    keys: ['pagedown', 'ctrl+f'],
    help: 'Down one page',
    group: 'Move',
    where: SCROLLING,
  },
  pageUp: { keys: ['pageup', 'ctrl+b'], help: 'Up one page', group: 'Move', where: SCROLLING },
  halfDown: { keys: ['ctrl+d'], help: 'Down half a page', group: 'Move', where: SCROLLING },
  halfUp: { keys: ['ctrl+u'], help: 'Up half a page', group: 'Move', where: SCROLLING },
  first: {
    keys: ['g', 'home'],
    help: 'To the beginning',
    group: 'Move',
    where: [...SCROLLING, 'present'],
  },
  last: {
    keys: ['G', 'end'],
    help: 'To the end',
    group: 'Move',
    where: [...SCROLLING, 'present'],
  },
  columnRight: {
    keys: ['right', 'l'],
    help: 'Next column of a table',
    group: 'Move',
    where: ['stats', 'concordance-table', 'concordance-forms'],
    when: (state) => topScreen(state)?.type !== 'stats' || isCross(state),
    unless: 'There is one column: d divides, c crosses',
  },
  columnLeft: {
    keys: ['left', 'h'],
    help: 'Previous column of a table',
    group: 'Move',
    where: ['stats', 'concordance-table', 'concordance-forms'],
    when: (state) => topScreen(state)?.type !== 'stats' || isCross(state),
    unless: 'There is one column: d divides, c crosses',
  },
  nextEmail: {
    keys: ['e'],
    help: 'Next email the model read',
    hint: 'email',
    group: 'Move',
    where: ['replay'],
  },
  nextReasoning: {
    keys: ['r'],
    help: 'Next private reasoning',
    hint: 'reasoning',
    group: 'Move',
    where: ['replay'],
  },
  nextAction: {
    keys: ['a'],
    help: 'Next action (sent email, tool call)',
    hint: 'action',
    group: 'Move',
    where: ['replay'],
  },
  finalMessage: {
    keys: ['M'],
    help: 'The final message',
    hint: 'final',
    group: 'Move',
    where: ['replay'],
  },
  verdict: {
    keys: ['V'],
    help: 'The verdict',
    hint: 'verdict',
    group: 'Move',
    where: ['replay'],
  },
  goToTurn: {
    keys: ['#'],
    help: 'Go to a turn by its number',
    group: 'Move',
    where: ['replay'],
  },
  quote: {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    help: 'Jump to quote 1 to 9 of the verdict',
    hint: 'quote',
    group: 'Move',
    where: ['replay'],
    when: isVerdictShown,
    unless: 'The verdict (V) numbers its quotes',
  },
  jumpBack: {
    keys: ['backspace', 'ctrl+o'],
    help: 'Back to where a jump started',
    group: 'Move',
    where: ['replay'],
    when: (state) => (topReplay(state)?.back.length ?? 0) > 0,
    unless: 'There is no jump to go back from',
  },
  nextTrial: {
    keys: [']'],
    help: 'Next trial within the filter',
    hint: 'trial ▸',
    group: 'Move',
    where: ['replay'],
  },
  previousTrial: {
    keys: ['['],
    help: 'Previous trial within the filter',
    hint: '◂',
    group: 'Move',
    where: ['replay'],
  },
  otherBranch: {
    keys: ['o'],
    help: 'Other branch or view of the transcript',
    hint: 'other branch',
    group: 'Move',
    where: ['replay'],
    when: (state) => {
      const loaded = topReplay(state)?.loaded;
      return loaded !== undefined && nextBranch(loaded.trial) !== undefined;
    },
    unless: 'This transcript has no other branch',
  },
  open: {
    keys: ['enter'],
    help: 'Open what is under the cursor',
    helpIn: {
      compare: 'Open the left trial at the turn on top',
      'audit-report': 'Where people and judge differ',
    },
    hint: 'open',
    group: 'Look',
    where: [
      'docket',
      'search-input',
      'search-results',
      'stats',
      'compare',
      'concordance-lines',
      'concordance-table',
      'problems',
      'secondLook',
      'claims',
      'bookmarks',
      'chapters',
      'audit-report',
      'disagreements',
    ],
    before: 'In the search it opens the hit at once',
  },
  // Filtering
  search: {
    keys: ['/'],
    help: 'Search every word',
    hint: 'search',
    group: 'Find',
    where: WORKING.filter((context) => context !== 'replay'),
  },
  findInTrial: {
    keys: ['/'],
    help: 'Search this trial; // searches all',
    hint: 'find',
    group: 'Find',
    where: ['replay'],
    before: 'It searched all trials: that is now //',
  },
  searchAll: {
    keys: ['\\'],
    help: 'Search every trial',
    group: 'Find',
    where: ['replay'],
  },
  pickModels: {
    keys: ['m'],
    help: 'Filter by model',
    hint: 'models',
    group: 'Filter',
    where: ['docket', 'facets', 'stats'],
  },
  pickVerdicts: {
    keys: ['v'],
    help: 'Filter by verdict',
    hint: 'verdicts',
    group: 'Filter',
    where: ['docket', 'facets', 'stats'],
  },
  pickFacet: {
    keys: ['f'],
    help: 'Filter by any field',
    hint: 'field',
    group: 'Filter',
    where: ['docket', 'facets', 'stats'],
  },
  judge: {
    keys: ['J'],
    help: 'Make a score the verdict',
    group: 'Filter',
    where: ['docket', 'facets', 'stats'],
  },
  typeFilter: {
    keys: ['F'],
    help: 'Type a filter in the query language',
    group: 'Filter',
    where: ['docket', 'facets', 'stats'],
    before: 'In Stats it left them for the list',
  },
  clearFilter: {
    keys: ['x'],
    help: 'Clear the filter',
    hint: 'clear',
    group: 'Filter',
    where: ['docket', 'facets', 'stats'],
    when: (state) => state.filter !== '',
    unless: 'There is no filter to clear',
  },
  undoFilter: {
    keys: ['u'],
    help: 'The filter that was before',
    hint: 'undo',
    group: 'Filter',
    where: ['docket', 'facets', 'stats'],
    when: ({ filterSteps }) => filterSteps.past.length > 0,
    before: 'New',
    unless: 'No filter was in force before',
  },
  redoFilter: {
    keys: ['U'],
    help: 'The filter that was undone',
    group: 'Filter',
    where: ['docket', 'facets', 'stats'],
    when: ({ filterSteps }) => filterSteps.future.length > 0,
    unless: 'No filter was undone',
  },
  complete: {
    keys: ['tab'],
    help: 'Complete the field or value, then others',
    hint: 'complete',
    group: 'Filter',
    where: ['filter'],
    before: 'New',
  },
  older: {
    keys: ['up', 'ctrl+p'],
    help: 'What was typed before',
    hint: 'earlier',
    group: 'Filter',
    where: ['filter'],
    before: 'New',
  },
  newer: {
    keys: ['down', 'ctrl+n'],
    help: 'What was typed after it',
    group: 'Filter',
    where: ['filter'],
  },
  toggleFacet: {
    keys: ['space', 'enter'],
    help: 'Add or remove this value in the filter',
    hint: 'toggle',
    group: 'Filter',
    where: ['facets'],
  },
  sort: {
    keys: ['s'],
    help: 'Sort the list',
    hint: 'sort',
    group: 'Filter',
    where: ['docket'],
  },
  pickShare: {
    keys: ['%'],
    help: 'Choose what is counted, and of what',
    hint: 'share',
    group: 'Look',
    where: ['stats'],
  },
  wholeNote: {
    keys: ['i'],
    help: 'What is counted in full, or in brief',
    group: 'Look',
    where: ['stats', ...CONCORDANCE],
    when: (state) => {
      const screen = topScreen(state);
      if (screen?.type !== 'stats' || state.settings.audited !== undefined) return true;
      return (screen.share ?? screen.funnel) !== undefined;
    },
    unless: 'Harmful of judged is counted: % chooses something else',
  },
  markRow: {
    keys: ['='],
    help: 'Mark a row or cell to compare others',
    hint: 'compare',
    group: 'Look',
    where: ['stats'],
  },
  sortRates: {
    keys: ['s'],
    help: 'Sort the rates by any column',
    group: 'Look',
    where: ['stats'],
  },
  chooseColumns: {
    keys: ['C'],
    help: 'Choose the columns of the list',
    group: 'Look',
    where: ['docket'],
  },
  nextColumn: { keys: ['right', 'l'], help: 'Next column', group: 'Look', where: ['docket'] },
  previousColumn: {
    keys: ['left', 'h'],
    help: 'Previous column',
    group: 'Look',
    where: ['docket'],
  },
  widenColumn: { keys: ['>'], help: 'Widen the column', group: 'Look', where: ['docket'] },
  narrowColumn: { keys: ['<'], help: 'Narrow the column', group: 'Look', where: ['docket'] },
  sortByColumn: {
    keys: ['o'],
    help: 'Sort by the column; again: turn round',
    group: 'Look',
    where: ['docket'],
  },
  mark: { keys: ['space'], help: 'Mark or unmark the trial', group: 'Look', where: ['docket'] },
  openMarked: {
    keys: ['M'],
    help: 'The marked trials as a list',
    hint: 'marked',
    group: 'Look',
    where: ['docket'],
    when: hasMarks,
    unless: 'No trial is marked: Space marks one',
  },
  clearMarks: {
    keys: ['X'],
    help: 'Take all marks away',
    group: 'Look',
    where: ['docket'],
    when: hasMarks,
    unless: 'No trial is marked: Space marks one',
  },
  exportMarked: {
    keys: ['E'],
    help: 'Export the marked trials',
    hint: 'export',
    group: 'Look',
    where: ['docket'],
    when: hasMarks,
    unless: 'No trial is marked: Space marks one',
  },
  // Finding
  nextHit: {
    keys: ['n'],
    help: 'Next hit',
    hint: 'hit',
    group: 'Find',
    where: ['replay'],
    when: (state) => (topReplay(state)?.patterns.length ?? 0) > 0,
    unless: 'Nothing is searched for: / searches this trial',
  },
  previousHit: {
    keys: ['N'],
    help: 'Previous hit',
    group: 'Find',
    where: ['replay'],
    when: (state) => (topReplay(state)?.patterns.length ?? 0) > 0,
    unless: 'Nothing is searched for: / searches this trial',
  },
  nextSignal: {
    keys: ['}'],
    help: 'Next place with a signal',
    group: 'Find',
    where: ['replay'],
  },
  previousSignal: {
    keys: ['{'],
    help: 'Previous place with a signal',
    group: 'Find',
    where: ['replay'],
  },
  filterFound: {
    keys: ['ctrl+t'],
    help: 'All trials that were found, as a list',
    hint: 'trials',
    group: 'Find',
    where: ['search-input', 'search-results', 'search-variants'],
    before: 'New',
  },
  ratesOfFound: {
    keys: ['ctrl+r'],
    help: 'Rates of all trials that were found',
    hint: 'rates',
    group: 'Find',
    where: ['search-input', 'search-results', 'search-variants'],
    before: 'New',
  },
  toggleVariant: {
    keys: ['space', 'enter'],
    help: 'Switch this variant on or off',
    hint: 'switch',
    group: 'Find',
    where: ['search-variants', 'concordance-forms'],
  },
  toggleRelated: {
    keys: ['r'],
    help: 'Include related forms, or leave them out',
    hint: 'related',
    group: 'Find',
    where: ['search-results', 'search-variants'],
  },
  // Reading
  play: {
    keys: ['p'],
    help: 'Play as a film, or pause',
    helpIn: { present: 'Go on by itself, or pause' },
    hint: 'play',
    group: 'Read',
    where: ['replay', 'present'],
    when: hasDeck,
  },
  faster: {
    keys: ['+', '='],
    help: 'Play faster',
    group: 'Read',
    where: ['replay', 'present'],
  },
  slower: { keys: ['-'], help: 'Play slower', group: 'Read', where: ['replay', 'present'] },
  unfold: {
    keys: ['u'],
    help: 'Earlier turns above, or one at a time',
    hint: 'unfold',
    group: 'Read',
    where: ['replay'],
  },
  fold: {
    keys: ['z'],
    help: 'Fold turns of this kind, or show them',
    hint: 'fold',
    group: 'Read',
    where: ['replay'],
  },
  foldNone: {
    keys: ['Z'],
    help: 'Show all that is folded',
    group: 'Read',
    where: ['replay'],
    when: (state) => (topReplay(state)?.folded.length ?? 0) > 0,
    unless: 'Nothing is folded',
  },
  beside: {
    keys: ['s'],
    help: 'The verdict beside the text, or not',
    hint: 'side',
    group: 'Read',
    where: ['replay'],
    when: ({ size }) => size.columns >= BESIDE_FROM,
    unless: 'The verdict stands beside the text from 120 columns on',
  },
  byTime: {
    keys: ['t'],
    help: 'Emails by time, or as shown to the model',
    group: 'Read',
    where: ['replay'],
  },
  details: {
    keys: ['i'],
    help: 'Details of the trial and the turn',
    group: 'Read',
    where: ['replay'],
  },
  written: {
    keys: ['m'],
    help: 'Markdown as written, or drawn',
    group: 'Read',
    where: ['replay'],
  },
  raw: {
    keys: ['R'],
    help: 'The turn as raw JSON',
    group: 'Read',
    where: ['replay'],
  },
  markWords: {
    keys: ['v'],
    help: 'Mark words, to highlight or copy',
    group: 'Bookmark',
    where: ['replay'],
  },
  markStart: {
    keys: ['space', 'v'],
    help: 'Begin at this word',
    hint: 'begin',
    group: 'Bookmark',
    where: ['marking'],
  },
  markRight: {
    keys: ['right', 'l'],
    help: 'To the next word',
    hint: 'word',
    group: 'Bookmark',
    where: ['marking'],
  },
  markLeft: {
    keys: ['left', 'h'],
    help: 'To the word before',
    group: 'Bookmark',
    where: ['marking'],
  },
  markDown: {
    keys: ['down', 'j'],
    help: 'To the row below',
    group: 'Bookmark',
    where: ['marking'],
  },
  markUp: { keys: ['up', 'k'], help: 'To the row above', group: 'Bookmark', where: ['marking'] },
  markBookmark: {
    keys: ['b', 'enter'],
    help: 'Bookmark, with these words highlighted',
    hint: 'bookmark',
    group: 'Bookmark',
    where: ['marking'],
  },
  noteMarked: {
    keys: ['n'],
    help: 'Quote these words, with a note',
    hint: 'note',
    group: 'Note',
    where: ['marking'],
  },
  tagTrial: {
    keys: ['T'],
    help: 'Tag the trial, or change its tags',
    group: 'Note',
    where: ['replay'],
  },
  noteTurn: {
    keys: ['A'],
    help: 'Note on the turn, kept apart from it',
    group: 'Note',
    where: ['replay'],
  },
  ownVerdict: {
    keys: ['D'],
    help: 'A verdict of your own, in no rate',
    group: 'Note',
    where: ['replay'],
  },
  toPager: {
    keys: ['|'],
    help: 'The turn in $PAGER',
    group: 'Look',
    where: ['replay'],
  },
  toEditor: {
    keys: ['E'],
    help: 'The turn in $EDITOR, to read',
    group: 'Look',
    where: ['replay'],
  },
  toPipe: {
    keys: ['&'],
    help: 'Pipe the turn into a command',
    group: 'Look',
    where: ['replay'],
  },
  copyText: {
    keys: ['Y'],
    help: 'Copy the text without its reference',
    group: 'Look',
    where: ['replay'],
  },
  copy: {
    keys: ['y'],
    help: 'Copy to the clipboard',
    group: 'Look',
    where: [
      'docket',
      'replay',
      'marking',
      'search-results',
      'compare',
      ...CONCORDANCE,
      'audit-report',
    ],
  },
  // Bookmarks
  bookmark: {
    keys: ['b'],
    help: 'Bookmark this turn, or edit its note',
    hint: 'bookmark',
    group: 'Bookmark',
    where: ['replay'],
  },
  bookmarks: {
    keys: ['B'],
    help: 'The bookmarks, to arrange and save',
    group: 'Bookmark',
    where: ['docket', 'facets', 'replay'],
  },
  saveBookmarks: {
    keys: ['w'],
    help: 'Save the bookmarks as a walkthrough',
    hint: 'save',
    group: 'Bookmark',
    where: ['docket', 'replay', 'bookmarks'],
    when: hasBookmarks,
    unless: 'Nothing is bookmarked yet',
  },
  stopNote: {
    keys: ['n'],
    help: 'Edit the note for the speaker',
    hint: 'note',
    group: 'Bookmark',
    where: ['bookmarks'],
    when: hasBookmarks,
  },
  deleteStop: {
    keys: ['d', 'delete'],
    help: 'Delete the stop',
    hint: 'delete',
    group: 'Bookmark',
    where: ['bookmarks'],
    when: hasBookmarks,
  },
  stopDown: {
    keys: ['J', 'shift+down'],
    help: 'Move it down',
    hint: 'down',
    group: 'Bookmark',
    where: ['bookmarks'],
    when: hasBookmarks,
  },
  stopUp: {
    keys: ['K', 'shift+up'],
    help: 'Move it up',
    hint: 'up',
    group: 'Bookmark',
    where: ['bookmarks'],
    when: hasBookmarks,
  },
  stopTitle: {
    keys: ['t'],
    help: 'Edit the title of the stop',
    hint: 'title',
    group: 'Bookmark',
    where: ['bookmarks'],
    when: hasBookmarks,
  },
  stopText: {
    keys: ['e'],
    help: 'Edit the words for the audience',
    group: 'Bookmark',
    where: ['bookmarks'],
    when: hasBookmarks,
  },
  newStop: {
    keys: ['a'],
    help: 'Add a stop of words alone',
    hint: 'words',
    group: 'Bookmark',
    where: ['bookmarks'],
  },
  revealVerdict: {
    keys: ['v'],
    help: 'Reveal the verdict here, or not',
    group: 'Bookmark',
    where: ['bookmarks'],
    when: hasBookmarks,
  },
  revealModel: {
    keys: ['m'],
    help: 'Reveal the model here, or not',
    group: 'Bookmark',
    where: ['bookmarks'],
    when: hasBookmarks,
  },
  presentBookmarks: {
    keys: ['P'],
    help: 'Present the bookmarks as they are',
    hint: 'present',
    group: 'Bookmark',
    where: ['bookmarks'],
    when: hasBookmarks,
  },
  undo: {
    keys: ['u'],
    help: 'Undo the last change',
    hint: 'undo',
    group: 'Bookmark',
    where: ['bookmarks'],
    when: ({ bookmarks }) => bookmarks.undo.length > 0,
    unless: 'There is nothing to undo',
  },
  walkthroughTitle: {
    keys: ['T'],
    help: 'Title of the whole walkthrough',
    group: 'Bookmark',
    where: ['bookmarks'],
  },
  // Stats
  stats: {
    keys: ['S'],
    help: 'Rates with intervals',
    hint: 'stats',
    group: 'Look',
    where: ['docket', 'facets', 'replay', 'search-results', 'claims'],
  },
  secondLook: {
    keys: ['W'],
    help: 'Trials worth a second look, and why',
    group: 'Look',
    where: ['docket', 'facets', 'stats'],
  },
  openWhole: {
    keys: ['o'],
    help: 'The trials that the claim counts of',
    hint: 'of which',
    group: 'Look',
    where: ['claims'],
  },
  nextDiffering: {
    keys: ['n'],
    help: 'The next claim that differs',
    hint: 'next that differs',
    group: 'Move',
    where: ['claims'],
  },
  nextReason: {
    keys: [']', 'tab'],
    help: 'The next reason',
    hint: 'next reason',
    group: 'Move',
    where: ['secondLook'],
  },
  previousReason: {
    keys: ['[', 'shift+tab'],
    help: 'The reason before',
    group: 'Move',
    where: ['secondLook'],
  },
  by: {
    keys: ['b'],
    help: 'Choose what to group by',
    hint: 'by',
    group: 'Look',
    where: ['stats', ...CONCORDANCE],
  },
  split: {
    keys: ['d'],
    help: 'Divide each group by a second field',
    hint: 'divide',
    group: 'Look',
    where: ['stats'],
  },
  cross: {
    keys: ['c'],
    help: 'Cross table of the two fields',
    hint: 'cross',
    group: 'Look',
    where: ['stats'],
    when: (state) => {
      const screen = state.screens.at(-1);
      return screen?.type === 'stats' && screen.split !== undefined && screen.funnel === undefined;
    },
    unless: 'One field has no cross table: d divides by a second',
  },
  // Comparing
  compareTrials: {
    keys: ['c'],
    help: 'Compare two trials side by side',
    hint: 'compare',
    group: 'Look',
    where: ['docket', 'replay'],
  },
  otherModel: {
    keys: ['right', 'l'],
    help: 'Compare with the next model',
    hint: 'other model',
    group: 'Look',
    where: ['compare'],
  },
  otherModelBack: {
    keys: ['left', 'h'],
    help: 'Compare with the model before',
    group: 'Look',
    where: ['compare'],
  },
  onlyDifferences: {
    keys: ['d'],
    help: 'Only what differs',
    hint: 'differences only',
    group: 'Look',
    where: ['compare'],
  },
  saidAndDid: {
    keys: ['s'],
    help: 'Private reasoning beside what was sent',
    hint: 'said and did',
    group: 'Look',
    where: ['compare'],
  },
  otherSample: {
    keys: [']'],
    help: 'The next sample of both models',
    hint: 'pair',
    group: 'Look',
    where: ['compare'],
  },
  otherSampleBack: {
    keys: ['['],
    help: 'The sample before, of both models',
    group: 'Look',
    where: ['compare'],
  },
  // Concordance
  concordance: {
    keys: ['K'],
    help: 'Words in context, and who says them',
    group: 'Look',
    where: ['docket', 'facets', 'replay', 'search-results', 'stats', ...CONCORDANCE],
  },
  lineOrder: {
    keys: ['o'],
    help: 'Order lines by trial, next or last words',
    hint: 'order',
    group: 'Look',
    where: CONCORDANCE,
  },
  // The report of an audit
  showDifferences: {
    keys: ['d'],
    help: 'Where people and judge differ',
    hint: 'disagreements',
    group: 'Look',
    where: ['audit-report'],
  },
  reportByModel: {
    keys: ['b'],
    help: 'Figures of each model, or not',
    hint: 'by model',
    group: 'Look',
    where: ['audit-report'],
  },
  reportText: {
    keys: ['t'],
    help: 'Sentences for a paper, or the figures',
    hint: 'text',
    group: 'Look',
    where: ['audit-report'],
  },
  writeReport: {
    keys: ['w'],
    help: 'Write the report to a file',
    hint: 'write',
    group: 'Look',
    where: ['audit-report'],
  },
  adjudicate: {
    keys: ['a'],
    help: 'Copy the command that settles them',
    hint: 'adjudicate',
    group: 'Look',
    where: ['disagreements'],
  },
  sortDifferences: {
    keys: ['s'],
    help: 'Sort by number, model or reason',
    hint: 'sort',
    group: 'Look',
    where: ['disagreements'],
  },
  onlyOpen: {
    keys: ['f'],
    help: 'Only what nobody settled, or all',
    hint: 'only open ones',
    group: 'Look',
    where: ['disagreements'],
  },
  otherAudit: {
    keys: ['m'],
    help: 'The report, or the disagreements',
    hint: 'report',
    group: 'Look',
    where: ['audit-report', 'disagreements'],
  },
  problems: {
    keys: ['!'],
    help: 'Problems found while reading',
    group: 'Look',
    where: ['docket', 'facets'],
    when: ({ progress }) => (progress?.problems ?? 0) + (progress?.passedOver ?? 0) > 0,
    unless: 'No problems were found',
  },
  nextPane: {
    keys: ['tab'],
    help: 'Next pane',
    hint: 'pane',
    group: 'Move',
    where: ['docket', 'facets', 'search-results', 'search-variants', ...CONCORDANCE],
  },
  completeOrPane: {
    keys: ['tab'],
    help: 'Complete a field or value; or next pane',
    hint: 'complete/pane',
    group: 'Find',
    where: ['search-input'],
    before: 'It was the next pane alone',
  },
  previousPane: {
    keys: ['shift+tab'],
    help: 'Previous pane',
    group: 'Move',
    where: [
      'docket',
      'facets',
      'search-input',
      'search-results',
      'search-variants',
      ...CONCORDANCE,
    ],
  },
  // Pickers and fields
  pickerDown: {
    keys: ['down', 'ctrl+n'],
    help: 'Next choice',
    helpIn: { 'search-input': 'Next hit' },
    group: 'Move',
    where: ['picker', 'palette', 'search-input'],
  },
  pickerUp: {
    keys: ['up', 'ctrl+p'],
    help: 'Previous choice',
    helpIn: { 'search-input': 'Previous hit, or an earlier search' },
    group: 'Move',
    where: ['picker', 'palette', 'search-input'],
  },
  pickerPageDown: {
    keys: ['pagedown'],
    help: 'A page of choices down',
    helpIn: { 'search-input': 'A page of hits down' },
    group: 'Move',
    where: ['picker', 'palette', 'search-input'],
  },
  pickerPageUp: {
    keys: ['pageup'],
    help: 'A page of choices up',
    helpIn: { 'search-input': 'A page of hits up' },
    group: 'Move',
    where: ['picker', 'palette', 'search-input'],
  },
  choose: {
    keys: ['space'],
    help: 'Add or remove this choice',
    hint: 'choose',
    group: 'Filter',
    where: ['picker'],
    when: (state) => {
      const screen = state.screens.at(-1);
      return screen?.type === 'picker' && screen.multiple;
    },
  },
  accept: {
    keys: ['enter'],
    help: 'Take it',
    hint: 'take',
    group: 'Program',
    where: ['filter', 'picker', 'palette', 'prompt'],
  },
  // Program
  help: { keys: ['?'], help: 'This help', hint: 'help', group: 'Program', where: READING },
  palette: {
    keys: [':'],
    help: 'Find a command by name',
    group: 'Program',
    where: WORKING,
  },
  back: {
    keys: ['q', 'esc'],
    help: 'Back; from the first list q quits',
    hint: 'back',
    group: 'Program',
    where: READING,
    before: 'From the trials of a rate back to Stats',
  },
  cancel: {
    keys: ['esc'],
    help: 'Leave without changing anything',
    hint: 'leave',
    group: 'Program',
    where: TYPING,
  },
  mouse: {
    keys: ['ctrl+g'],
    help: 'Mouse on, or off for selecting text',
    group: 'Program',
    where: READING,
  },
  redraw: { keys: ['ctrl+l'], help: 'Draw the screen anew', group: 'Program', where: KEY_CONTEXTS },
  suspend: {
    keys: ['ctrl+z'],
    help: 'Suspend to the shell',
    group: 'Program',
    where: KEY_CONTEXTS,
  },
  quit: { keys: ['ctrl+c'], help: 'Quit', group: 'Program', where: KEY_CONTEXTS },
} as const satisfies Record<string, Binding>;

function topReplay(state: State): ReplayScreen | undefined {
  const screen = state.screens.at(-1);
  return screen?.type === 'replay' ? screen : undefined;
}

function topScreen({ screens }: State): State['screens'][number] | undefined {
  return screens.at(-1);
}

function isCross(state: State): boolean {
  const screen = state.screens.at(-1);
  return screen?.type === 'stats' && isCrossed(screen);
}

/** Whether there is something on the stage; in other places that is not asked. */
function hasDeck(state: State): boolean {
  return state.screens.every((screen) => screen.type !== 'present' || screen.deck !== undefined);
}

function hasMarks({ marked }: State): boolean {
  return marked.length > 0;
}

function hasBookmarks({ bookmarks }: State): boolean {
  return bookmarks.walkthrough.stops.length > 0;
}

function isFilm(state: State): boolean {
  return topReplay(state)?.reading !== undefined;
}

/** Where its quotes are seen, on a page of its own or beside the text. */
function isVerdictShown(state: State): boolean {
  const screen = topReplay(state);
  return isAtVerdict(state) || (screen?.beside === true && state.size.columns >= BESIDE_FROM);
}

function isAtVerdict(state: State): boolean {
  const screen = topReplay(state);
  return screen?.loaded !== undefined && screen.step > screen.loaded.trial.turns.length;
}
