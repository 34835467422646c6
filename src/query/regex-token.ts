/** Finds where a regular expression ends that is written in a query: `/…/`, with flags behind it. */

export type WrittenRegex = {
  readonly source: string;
  readonly flags: string;
  /** The offset behind it. */
  readonly end: number;
};

/** Letters that JavaScript has as flags, each once: what else follows a slash makes it a path. */
const FLAGS = /^(?!.*(.).*\1)[dgimsuvy]*$/;

/**
 * The regular expression that begins with the slash at an offset. Undefined where none does:
 * `/etc/passwd` is a path, whose words are searched for.
 */
export function regexAt(text: string, at: number): WrittenRegex | undefined {
  const close = closing(text, at + 1, true) ?? closing(text, at + 1, false);
  if (close === undefined) return undefined;
  const [flags = ''] = /^[A-Za-z]*/.exec(text.slice(close + 1)) ?? [];
  const end = close + 1 + flags.length;
  const isApart = end === text.length || /[\s(){}|]/.test(text.charAt(end));
  if (!isApart || !FLAGS.test(flags)) return undefined;
  return { source: text.slice(at + 1, close), flags, end };
}

/** Where the slash stands that ends it: not behind `\`, nor in a class such as `[^/]`. */
function closing(text: string, from: number, knowsClasses: boolean): number | undefined {
  let isInClass = false;
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '\\') at += 1;
    else if (letter === '/' && !isInClass) return at;
    else if (isInClass) isInClass = letter !== ']';
    else if (letter === '[' && knowsClasses) {
      isInClass = true;
      // A bracket that comes first is one of the class's letters.
      if (text[at + 1] === '^') at += 1;
      if (text[at + 1] === ']') at += 1;
    }
  }
  return undefined;
}
