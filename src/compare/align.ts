/** Two trials side by side: what each read, thought, wrote and sent, in rows by role. */
import { finalMessage, isSent } from '../trial/final-message.ts';
import { letterFields, turnTitle } from '../trial/sections.ts';
import { argumentText } from '../trial/searchable.ts';
import type { Trial, Turn } from '../trial/types.ts';
import { wordRuns, type WordRun } from './words.ts';

/** What turns are for, in the order of the rows. */
const ROLES = [
  'briefing',
  'email read',
  'reasoning',
  'draft',
  'action',
  'result',
  'note',
  'sent',
  'message',
  'final message',
] as const;
type Role = (typeof ROLES)[number];

/** The turns of one trial in a row, as one text. */
export type Cell = {
  /** Their numbers, from 1. */
  readonly turns: readonly number[];
  readonly text: string;
};

export type ComparedRow = {
  readonly role: Role;
  /** `email → d.harrow@…`; the role where there is no more to say. */
  readonly title: string;
  readonly left: Cell | undefined;
  readonly right: Cell | undefined;
  readonly same: boolean;
  /** By which words they differ, where both have the row and they are alike enough. */
  readonly words: readonly WordRun[] | undefined;
};

/**
 * The rows of two trials, in the order of `ROLES`. Every turn of both is in one of them. Emails read
 * are paired by their contents, what was sent by its receiver and then in order, anything else in order;
 * all reasoning of a trial is one cell.
 */
export function compareTrials(left: Trial, right: Trial): readonly ComparedRow[] {
  const [ofLeft, ofRight] = [turnsByRole(left), turnsByRole(right)];
  return ROLES.flatMap((role) => {
    const pairs = pairUp(ofLeft.get(role) ?? [], ofRight.get(role) ?? [], PAIRED_BY[role]);
    return pairs.map(([one, other]) => rowOf(role, one, other));
  });
}

/** What a trial said in private, beside all that it sent. */
export function saidAndDid(trial: Trial): readonly ComparedRow[] {
  const groups = turnsByRole(trial);
  const sent = ['sent', 'message', 'final message'] as const;
  const said = groups.get('reasoning')?.[0];
  const cells = sent.flatMap((role) => groups.get(role) ?? []).map(({ cell }) => cell);
  const did =
    cells.length === 0
      ? undefined
      : {
          turns: cells.flatMap(({ turns }) => turns),
          text: cells.map(({ text }) => text).join('\n\n'),
        };
  if (said === undefined && did === undefined) return [];
  const title = 'reasoning, and what was sent';
  return [
    { role: 'reasoning', title, left: said?.cell, right: did, same: false, words: undefined },
  ];
}

/** A group of turns that stands in one cell; `name` tells which of the other side it goes with. */
type Group = { readonly title: string; readonly name: string; readonly cell: Cell };

/** By which name groups of a role find each other; the place alone for the others. */
const PAIRED_BY: Readonly<Record<Role, 'name' | 'place'>> = {
  briefing: 'place',
  'email read': 'name',
  reasoning: 'place',
  draft: 'name',
  action: 'name',
  result: 'name',
  note: 'place',
  sent: 'name',
  message: 'place',
  'final message': 'place',
};

function turnsByRole(trial: Trial): ReadonlyMap<Role, readonly Group[]> {
  const final = finalMessage(trial.turns)?.turn;
  const groups = new Map<Role, Group[]>();
  const reasoning: { readonly turn: number; readonly text: string }[] = [];
  trial.turns.forEach((turn, index) => {
    const number = index + 1;
    if (turn.kind === 'reasoning') {
      reasoning.push({ turn: number, text: textOf(turn) });
      return;
    }
    const role = number === final ? 'final message' : roleOf(turn);
    const group = {
      title: titleOf(turn),
      name: nameOf(role, turn),
      cell: { turns: [number], text: textOf(turn) },
    };
    groups.set(role, [...(groups.get(role) ?? []), group]);
  });
  if (reasoning.length > 0) {
    const cell = {
      turns: reasoning.map(({ turn }) => turn),
      text: reasoning.map(({ text }) => text).join('\n\n'),
    };
    groups.set('reasoning', [{ title: 'reasoning (private)', name: '', cell }]);
  }
  return groups;
}

function roleOf(turn: Turn): Role {
  switch (turn.kind) {
    case 'briefing':
    case 'reasoning':
    case 'message':
    case 'result':
    case 'note':
      return turn.kind;
    case 'email':
      return 'email read';
    case 'action':
      if (turn.draft === true) return 'draft';
      return isSent(turn) ? 'sent' : 'action';
    default:
      return turn.kind satisfies never;
  }
}

/** By what a turn is known on both sides: an email by all of it, a letter by its receiver. */
function nameOf(role: Role, turn: Turn): string {
  if (role === 'email read') return JSON.stringify([letterFields(turn), turn.text]);
  return JSON.stringify([turn.to ?? '', turn.name ?? '']);
}

function titleOf(turn: Turn): string {
  const title = turnTitle(turn);
  if (turn.kind === 'email') return `${title} ${turn.from ?? ''}: ${turn.subject ?? ''}`;
  return turn.to === undefined ? title : `${title} → ${turn.to}`;
}

/** What a turn says: subject and arguments before its text. */
function textOf(turn: Turn): string {
  if (turn.withheld === true && turn.text === '') return '(withheld by the provider)';
  const parts = [
    turn.kind === 'email' || turn.subject === undefined ? undefined : `Subject: ${turn.subject}`,
    turn.args === undefined ? undefined : argumentText(turn.args),
    turn.text,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}

/** Pairs of groups in the order of the left side; what only the right side has comes last. */
function pairUp(
  left: readonly Group[],
  right: readonly Group[],
  by: 'name' | 'place',
): readonly (readonly [Group | undefined, Group | undefined])[] {
  const free = [...right];
  const pairs = left.map((one): [Group | undefined, Group | undefined] => {
    const at = by === 'place' ? 0 : free.findIndex(({ name }) => name === one.name);
    return [one, at < 0 ? undefined : free.splice(at, 1)[0]];
  });
  return [...pairs, ...free.map((other) => [undefined, other] as const)];
}

/** Roles whose texts are compared by word; reasoning differs in every word. */
const BY_WORD: ReadonlySet<Role> = new Set(['draft', 'action', 'sent', 'message', 'final message']);

function rowOf(role: Role, left: Group | undefined, right: Group | undefined): ComparedRow {
  const same = left?.cell.text === right?.cell.text && left?.title === right?.title;
  const both = left !== undefined && right !== undefined && !same;
  return {
    role,
    title: left?.title ?? right?.title ?? role,
    left: left?.cell,
    right: right?.cell,
    same,
    words: both && BY_WORD.has(role) ? wordRuns(left.cell.text, right.cell.text) : undefined,
  };
}
