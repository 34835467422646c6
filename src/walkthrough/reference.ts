/** What a walkthrough remembers of a trial, so that it is found again when files were moved. */
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
  // Loaded when it is used: it takes longer than much else that comes before the first frame.
  const { hash } = process.getBuiltinModule('node:crypto');
  return `sha256:${hash('sha256', JSON.stringify(said)).slice(0, 16)}`;
}
