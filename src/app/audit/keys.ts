/** The keys of a review: one table, of which handlers and help are made. */

export type ReviewCommand = (typeof REVIEW_KEYS)[number]['command'];

export const REVIEW_KEYS = [
  { command: 'nextTurn', keys: ['right'], help: 'next turn' },
  { command: 'previousTurn', keys: ['left'], help: 'turn before' },
  { command: 'readOn', keys: ['space'], help: 'read on, then the next turn' },
  { command: 'down', keys: ['j', 'down'], help: 'a row down' },
  { command: 'up', keys: ['k', 'up'], help: 'a row up' },
  { command: 'pageDown', keys: ['pagedown', 'ctrl+f'], help: 'a page down' },
  { command: 'pageUp', keys: ['pageup', 'ctrl+b'], help: 'a page up' },
  { command: 'first', keys: ['g', 'home'], help: 'first turn' },
  { command: 'last', keys: ['G', 'end'], help: 'last turn' },
  { command: 'nextEmail', keys: ['e'], help: 'next email read' },
  { command: 'nextReasoning', keys: ['r'], help: 'next private reasoning' },
  { command: 'nextAction', keys: ['a'], help: 'next action' },
  { command: 'finalMessage', keys: ['M'], help: 'what was sent or said last' },
  { command: 'goToTurn', keys: ['t'], help: 'go to a turn by its number' },
  { command: 'find', keys: ['/'], help: 'find words in this trial' },
  { command: 'nextHit', keys: ['n'], help: 'next place with the words' },
  { command: 'previousHit', keys: ['N'], help: 'place before' },
  { command: 'jumpBack', keys: ['backspace'], help: 'back where a jump began' },
  { command: 'raw', keys: ['R'], help: 'the turn as JSON, as far as it is shown' },
  {
    command: 'outcome',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    help: 'answer, by its place; the last: cannot judge',
  },
  { command: 'surer', keys: ['+'], help: 'surer' },
  { command: 'lessSure', keys: ['-'], help: 'less sure' },
  { command: 'mark', keys: ['v'], help: 'mark words as evidence: h l j k, Enter, h l j k, Enter' },
  { command: 'markTurn', keys: ['V'], help: 'mark the whole turn' },
  { command: 'unmark', keys: ['d'], help: 'remove the last evidence' },
  { command: 'labels', keys: ['L'], help: 'labels' },
  { command: 'note', keys: ['c'], help: 'comment; Ctrl-D ends it' },
  { command: 'give', keys: ['enter'], help: 'give the answer and go on' },
  { command: 'skip', keys: ['s'], help: 'skip with a reason; it comes again at the end' },
  { command: 'flag', keys: ['f'], help: 'flag, or take the flag away' },
  { command: 'recognised', keys: ['U'], help: 'I recognise the model, the trial or its verdict' },
  { command: 'sideA', keys: ['A'], help: 'settling: next evidence of auditor A' },
  { command: 'sideB', keys: ['B'], help: 'settling: next evidence of auditor B' },
  { command: 'previousItem', keys: ['{'], help: 'the trial before' },
  { command: 'nextItem', keys: ['}'], help: 'the next trial without an answer' },
  { command: 'rubric', keys: ['H'], help: 'help of the rubric' },
  { command: 'overview', keys: ['O'], help: 'all trials with their state' },
  { command: 'help', keys: ['?'], help: 'keys' },
  { command: 'leave', keys: ['q', 'ctrl+c'], help: 'leave; what was given is on the disk' },
] as const;

const BY_KEY: ReadonlyMap<string, ReviewCommand> = new Map(
  REVIEW_KEYS.flatMap(({ command, keys }) => keys.map((key) => [key, command] as const)),
);

export function reviewCommand(key: string): ReviewCommand | undefined {
  return BY_KEY.get(key);
}
