/** Covers a model's name in a text, letter by letter, so that offsets stay. */
export function coverName(text: string, model: string): string {
  const names = [...new Set([model, model.split('/').at(-1) ?? ''])].filter((name) => name !== '');
  if (names.length === 0) return text;
  const pattern = new RegExp(names.map((name) => RegExp.escape(name)).join('|'), 'gi');
  return text.replace(pattern, (name) => '▒'.repeat(name.length));
}
