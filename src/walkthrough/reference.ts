/** What a walkthrough remembers of a trial, so that it is found again when files were moved. */
import { hash } from 'node:crypto';
import type { Trial } from '../trial/types.ts';

/**
 * `sha256:` and the first 16 hexadecimal digits over what the turns say, whatever the id, the file
 * and the format: a converted or moved trial keeps it, an edited one does not.
 */
export function contentHash({ turns }: Trial): string {
  const said = turns.map(({ kind, text, from, to, subject, name, draft }) => [
    kind,
    text,
    from ?? null,
    to ?? null,
    subject ?? null,
    name ?? null,
    draft === true,
  ]);
  return `sha256:${hash('sha256', JSON.stringify(said)).slice(0, 16)}`;
}
