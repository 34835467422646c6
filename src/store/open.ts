/** Opens stores. The only file that knows which kinds there are. */
import type { Scheme, StoreAccess, StoreBackend, StoreLocation } from './backend.ts';
import { postgres } from './postgres/backend.ts';
import { sqlite } from './sqlite/backend.ts';
import { UnusableStore } from './store.ts';

/** A row for each kind of store: the scheme of its locations, and what opens them. */
const BACKENDS: { readonly [S in Scheme]: StoreBackend<S> } = { file: sqlite, postgres };

/** The kind of store that is made where a person did not name one. */
export const DEFAULT_STORE: StoreBackend<'file'> = BACKENDS.file;

/** The store at a location. Cheap: nothing is loaded or opened before it is used. */
export function openStore(location: StoreLocation): StoreAccess {
  return location.scheme === 'file' ? BACKENDS.file.at(location) : BACKENDS.postgres.at(location);
}

/**
 * Whether an error says that a store is damaged, or not one of ours: the one place that decides that.
 * It is removed then, and made anew from the files.
 */
export function isDamaged(error: unknown): boolean {
  return error instanceof UnusableStore || failuresOf(error).includes('damaged');
}

/** Whether a store cannot be written: no room, no permission, a lock, a device that fails. */
export function isUnwritable(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  return UNWRITABLE.includes(code) || failuresOf(error).includes('unwritable');
}

const UNWRITABLE = ['ENOSPC', 'EROFS', 'EACCES', 'EPERM', 'EDQUOT'];

function failuresOf(error: unknown): readonly (string | undefined)[] {
  return Object.values(BACKENDS).map(({ failureOf }) => failureOf(error));
}
