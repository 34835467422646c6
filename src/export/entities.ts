/** Letters of HTML and XML that mean something there, as entities. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text to be put between tags or into an attribute in either kind of quotes. */
export function withEntities(text: string): string {
  return text.replace(/[&<>"']/g, entityOf);
}

/** The same for an attribute in double quotes alone: apostrophes, which are common, stay short. */
export function withFewEntities(text: string): string {
  return text.replace(/[&<>"]/g, entityOf);
}

function entityOf(letter: string): string {
  return ENTITIES[letter] ?? letter;
}
