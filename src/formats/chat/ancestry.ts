/**
 * Which turns of a session were taken back. A session is a tree by its records' parents; its file has
 * all branches, not always in the order of the tree.
 */
import type { Turn } from '../../trial/types.ts';

/** A record of the tree, and the turns it gave: those from `from` to `to`, the latter without. */
export type Node = {
  readonly id: string;
  readonly parent: string | undefined;
  readonly from: number;
  readonly to: number;
  /** A person says something: only there a session can go on from further up. */
  readonly asks: boolean;
};

/** Steps up the tree that are taken at most: a hostile file must not make this slow. */
const MOST_STEPS = 5_000_000;

export class Ancestry {
  readonly #nodes: Node[] = [];
  readonly #places = new Map<string, number>();
  #steps = 0;

  /** Takes a record, in the order of the file. */
  add(node: Node): void {
    if (this.#places.has(node.id)) return;
    this.#places.set(node.id, this.#nodes.length);
    this.#nodes.push(node);
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  /**
   * The turns with a note before each one where the session goes on from further up. Taken back is only
   * what is no ancestor of what comes after it: results of calls made at once are beside one another.
   */
  noted(turns: readonly Turn[]): readonly Turn[] {
    const last = this.#nodes.findLast(({ from, to }) =>
      turns.slice(from, to).some(({ kind }) => kind === 'briefing' || kind === 'message'),
    );
    const kept = this.#ancestors(last?.id);
    const notes = new Map<number, Turn>();
    for (const [place, node] of this.#nodes.entries()) {
      const before = this.#nodes[place - 1];
      if (!node.asks || node.parent === undefined || node.parent === before?.id) continue;
      const count = this.#takenBack(node, place, kept, turns);
      const first = turns[node.from];
      if (count === 0 || first === undefined) continue;
      const when = first.at === undefined ? {} : { at: first.at };
      notes.set(node.from, { ...when, kind: 'note', name: 'rewind', text: textOf(count) });
    }
    if (notes.size === 0) return turns;
    return turns.flatMap((turn, index) => {
      const note = notes.get(index);
      return note === undefined ? [turn] : [note, turn];
    });
  }

  /** How many turns between a record and its parent are not on any way that leads on. */
  #takenBack(
    { id, parent, from }: Node,
    place: number,
    kept: ReadonlySet<string>,
    turns: readonly Turn[],
  ): number {
    const start = this.#places.get(parent ?? '');
    if (start === undefined || start > place) return 0;
    const own = this.#ancestors(parent);
    const left = this.#nodes
      .slice(start + 1, place)
      .filter((node) => !own.has(node.id) && !kept.has(node.id));
    const gone = left.filter((node) => !this.#ancestors(node.id).has(id));
    const indexes = gone.flatMap((node) =>
      Array.from({ length: Math.min(node.to, from) - node.from }, (_, at) => node.from + at),
    );
    const isSaid = indexes.some((at) => {
      const kind = turns[at]?.kind;
      return kind === 'briefing' || kind === 'message' || kind === 'action' || kind === 'reasoning';
    });
    return isSaid ? indexes.length : 0;
  }

  /** A record and all above it. */
  #ancestors(id: string | undefined): ReadonlySet<string> {
    const found = new Set<string>();
    for (let at = id; at !== undefined && !found.has(at); at = this.#parentOf(at)) {
      this.#steps += 1;
      if (this.#steps > MOST_STEPS) break;
      found.add(at);
    }
    return found;
  }

  #parentOf(id: string): string | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#nodes[place]?.parent;
  }
}

function textOf(count: number): string {
  const what = count === 1 ? 'The turn before this was' : `The ${count} turns before this were`;
  return `${what} taken back: the session goes on from further up.`;
}
