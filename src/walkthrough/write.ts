/** A walkthrough as the text of a file. */
import { Document, visit } from 'yaml';
import { UserError } from '../base/user-error.ts';
import { dataOf, LARGEST_FILE } from './parse.ts';
import type { Walkthrough } from './types.ts';

const HEAD =
  '# A walkthrough: inquest present FILE shows it; docs/walkthroughs.md tells of every key.\n';

/** Blanks at an end, or characters that YAML forbids or that some readers take for line breaks. */
const IS_DELICATE = /^\s|\s$|[[\p{Cs}\p{Cc}\u2028\u2029\uFEFF\uFFFE\uFFFF]--[\n\t]]/v;
/** Those of them that stay as they are in double quotes. */
const UNESCAPED = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g;

/**
 * YAML that `parseWalkthrough` reads back to the same walkthrough; empty texts are left out. Throws
 * a `UserError` where the file would be larger than may be read.
 */
export function walkthroughText(walkthrough: Walkthrough): string {
  // Aliases for lists that occur twice would be refused when there are many.
  const document = new Document(dataOf(walkthrough), {
    schema: 'core',
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar: (_key, scalar) => {
      const { value } = scalar;
      if (typeof value === 'string' && IS_DELICATE.test(value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  // In double quotes no line is broken at a line break of the text: the library breaks CRLF wrongly.
  const yaml = document.toString({ lineWidth: 100, doubleQuotedMinMultiLineLength: Infinity });
  const text = HEAD + yaml.replace(UNESCAPED, escape);
  const size = Buffer.byteLength(text);
  if (size > LARGEST_FILE) {
    const megabytes = Math.ceil(size / 2 ** 20);
    throw new UserError(
      `the walkthrough would have ${megabytes} MiB, and ${LARGEST_FILE / 2 ** 20} MiB can be read`,
      'shorten its notes, or save it in parts',
    );
  }
  return text;
}

function escape(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
