/** Text for the clipboard: what is pasted into a shell or an editor must not act there. */

declare const brand: unique symbol;

/** Text without control, bidi or other format characters; line breaks and tabs are kept. */
export type CopyText = string & { readonly [brand]: 'CopyText' };

export type Copy = {
  readonly text: CopyText;
  /** Characters that were left out. */
  readonly omitted: number;
  /** Only its beginning: the whole is more than a terminal takes. */
  readonly isCut: boolean;
};

/** Bytes. Many terminals take no more than 100,000 characters of base64. */
export const MOST_COPIED = 74_994;

/** Joiners stay: spelling needs them, and they do nothing where text is pasted. */
const UNWANTED = /[[\p{Cc}\p{Cf}\p{Bidi_Control}]--[\n\t\u200C\u200D]]/gv;
const LINE_BREAKS = /\r\n|[\u2028\u2029]/g;

/** What may be copied of a text, with something that always stands behind it. Takes time by what may be copied, not by the length of the text. */
export function copyOf(text: string, after = ''): Copy {
  // The rest would not be copied even if as much again were left out.
  const beginning = text.slice(0, 2 * MOST_COPIED);
  let omitted = 0;
  const clean = beginning.replace(LINE_BREAKS, '\n').replace(UNWANTED, () => {
    omitted += 1;
    return '';
  });
  const end = after.replace(UNWANTED, '');
  const room = Math.max(0, MOST_COPIED - new TextEncoder().encode(end).length);
  // Whole characters only.
  const { read } = new TextEncoder().encodeInto(clean, new Uint8Array(room));
  return {
    text: (clean.slice(0, read) + end) as CopyText,
    omitted,
    isCut: read < clean.length || beginning.length < text.length,
  };
}
