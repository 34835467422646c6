/** Finds the trial a person means by an id, or by the end of one. */
import type { TrialKey } from '../query/results.ts';
import type { Plan } from '../query/plan-types.ts';
import { ALL_IN_ORDER, type Store } from '../store/store.ts';
import { UserError } from '../base/user-error.ts';
import { NothingMatched } from '../base/exits.ts';
import { nearestName } from '../base/nearest.ts';

/** Ids shown where several, or none, fit. */
const SHOWN = 3;
/** Ids looked through for one that is nearly the one asked for. */
const LOOKED_THROUGH = 20_000;

/**
 * The key of the trial with this id, or of the only one whose id ends with it (whole parts between
 * slashes first). Throws a `UserError` that names up to three candidates, `NothingMatched` if there
 * is none.
 */
export async function findTrial(store: Store, id: string): Promise<TrialKey> {
  const exact = await store.keyOf(id);
  if (exact !== undefined) return exact;
  const ending = (await matching(store, `*${id}`)).filter((row) => row.id.endsWith(id));
  const parts = ending.filter((row) => row.id.endsWith(`/${id}`));
  const found = parts.length > 0 ? parts : ending;
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only.key;
  if (found.length > 1) {
    throw new UserError(`${found.length} trials end with "${id}": ${some(found)}`);
  }
  const inside = await matching(store, `*${id}*`);
  const near =
    inside.length > 0 ? inside.map((row) => row.id) : await nearestIds(id, await firstIds(store));
  const hint = near.length === 0 ? '' : `; the nearest are ${near.slice(0, SHOWN).join(', ')}`;
  throw new NothingMatched(`no trial "${id}"${hint}`);
}

type IdRow = { readonly key: TrialKey; readonly id: string };

async function matching(store: Store, glob: string): Promise<readonly IdRow[]> {
  const plan: Plan = {
    type: 'field',
    field: 'id',
    op: 'is',
    values: [{ text: glob, glob: true }],
  };
  return (await store.page({ plan, sort: ALL_IN_ORDER.sort }, { offset: 0 })).rows;
}

async function firstIds(store: Store): Promise<readonly string[]> {
  const { rows } = await store.page(ALL_IN_ORDER, { offset: 0, limit: LOOKED_THROUGH });
  return rows.map((row) => row.id);
}

function some(rows: readonly IdRow[]): string {
  const names = rows.slice(0, SHOWN).map((row) => row.id);
  return rows.length > SHOWN ? `${names.join(', ')} …` : names.join(', ');
}

/**
 * The ids that are most like the one asked for: those that have its parts, which slashes separate, in
 * this order, misspelt ones corrected; else what Fuse.js finds, which is loaded only for this.
 */
async function nearestIds(id: string, ids: readonly string[]): Promise<readonly string[]> {
  const known = new Set(ids.flatMap((one) => one.split('/')));
  const names = [...known];
  const parts = id.split('/').filter((part) => part !== '');
  const meant = parts.map((part) => (known.has(part) ? part : (nearestName(part, names) ?? part)));
  const having = ids.filter((one) => hasInOrder(one, meant));
  if (having.length > 0) return having;
  const { default: Fuse } = await import('fuse.js');
  const found = new Fuse(ids, { threshold: 0.5, ignoreLocation: true });
  return found.search(id, { limit: SHOWN }).map(({ item }) => item);
}

function hasInOrder(text: string, parts: readonly string[]): boolean {
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}
