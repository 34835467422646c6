/** What Markdown becomes where it is rendered. */
import MarkdownIt from 'markdown-it';

/** CommonMark; and with tables, raw HTML and links of plain addresses. */
export const RENDERERS = [
  new MarkdownIt('commonmark'),
  new MarkdownIt({ html: true, linkify: true, typographer: true }),
];
// As GitHub does: addresses without a scheme too.
for (const { linkify } of RENDERERS) {
  const host = (text: string, at: number): number =>
    /^[-\w]+/.exec(text.slice(at))?.[0].length ?? 0;
  linkify.set({ fuzzyEmail: true }).add('www.', { validate: host });
}

/** What a renderer makes of a document that must not be there. */
export function live(document: string): readonly string[] {
  return RENDERERS.flatMap((renderer) => renderer.parse(document, {}))
    .flatMap((token) => [token, ...(token.children ?? [])])
    .filter(({ type }) => /^(?:html|image|link)|footnote/.test(type))
    .map(({ type, content, attrs }) => `${type} ${content} ${JSON.stringify(attrs)}`);
}
