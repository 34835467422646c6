/** The author's words without the line breaks of the file: lines of a paragraph run on, as in Markdown. */
export function flowing(text: string): string {
  return text.trim().replace(/(?<!\n)\r?\n(?!\r?\n)/g, ' ');
}
