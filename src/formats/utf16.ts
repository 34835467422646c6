/** Text in UTF-16, as `>` in the PowerShell of Windows writes it, as UTF-8. */
import { TextDecoder } from 'node:util';

import type { Piece } from './raw-bytes.ts';

/** Which UTF-16 a text is: by its byte order mark, or by how JSON begins without one. */
export function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const isBracket = (byte: number | undefined): boolean => byte === 0x7b || byte === 0x5b;
  if ((first === 0xff && second === 0xfe) || (isBracket(first) && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && isBracket(second))) return 'utf-16be';
  return undefined;
}

/** Pieces as UTF-8, where the first one shows that they are UTF-16. */
export async function* asUtf8(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const piece of pieces) {
    const encoding = isFirst ? utf16Of(piece.bytes) : undefined;
    if (encoding !== undefined) decoder = new TextDecoder(encoding);
    isFirst = false;
    if (decoder === undefined) {
      yield piece;
      continue;
    }
    const bytes = Buffer.from(decoder.decode(piece.bytes, { stream: true }));
    if (bytes.length > 0) yield { bytes, rawEnd: piece.rawEnd };
  }
}
