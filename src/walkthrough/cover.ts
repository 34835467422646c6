/** Covers a model's name in texts, letter by letter, so that offsets stay. */

/** What readers call a model that nothing names: an ordinary word, which gives nobody away. */
const NAMELESS = 'unknown';
/** When a model was released, at the end of its name: people leave it out. */
const RELEASE = /[-@]?(?:20\d{6}|20\d\d-\d\d-\d\d|latest)$/;
/** What stands between the parts of a name; people write `GPT 4.1` for `gpt-4.1`. */
const BETWEEN = /[-_. ]+/;
/** Names that are shorter stand inside of words by chance. */
const CLEAR = 4;
/** Of longer names the beginning is looked for, with the word that it begins: expressions are bounded. */
const LONGEST = 300;

export function coverName(text: string, model: string): string {
  const names = model === NAMELESS ? [] : namesOf(model);
  if (names.length === 0) return text;
  return text.replace(new RegExp(names.map(patternOf).join('|'), 'giu'), (name) =>
    '▒'.repeat(name.length),
  );
}

/** The name, also without its provider and without its release; longer ones first. */
function namesOf(model: string): readonly string[] {
  const alone = model.split('/').at(-1) ?? '';
  const all = [model, alone, alone.replace(RELEASE, '')];
  return [...new Set(all)].filter((name) => /[\p{L}\p{N}]/u.test(name));
}

function patternOf(name: string): string {
  const cut =
    name.length <= LONGEST ? name : name.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '');
  const parts = cut.split(BETWEEN).filter((part) => part !== '');
  const pattern = parts.map((part) => RegExp.escape(part)).join('[-_. ]*');
  if (cut !== name) return `${pattern}\\S*`;
  return name.length < CLEAR ? `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])` : pattern;
}
