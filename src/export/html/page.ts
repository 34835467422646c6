/**
 * The frame of every page: one file that loads nothing and runs nothing but our own small script.
 * What was read from transcripts stands in it as text; no script is ever made from it.
 */
import { hash } from 'node:crypto';
import type { Origin } from '../origin.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { markup, verbatim, type Markup } from './template.ts';

/** The one style sheet and the one script are known by their hashes; everything else is refused. */
const POLICY = [
  "default-src 'none'",
  `style-src ${source(STYLE)}`,
  `script-src ${source(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function source(text: string): string {
  return `'sha256-${hash('sha256', text, 'base64')}'`;
}

/** Everything up to the content. `kind` tells the style sheet apart what is shown. */
export function pageStart(title: string, kind: 'walkthrough' | 'trial' | 'set'): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${verbatim(STYLE)}</style>
</head>
<body class="${kind}">
<a class="skip" href="#content">Skip to the content</a>
`;
}

const SYNTHETIC = {
  trial: 'This transcript is invented; no model wrote it.',
  all: 'These transcripts are invented; no model wrote them.',
  some: 'Some of these transcripts are invented; no model wrote them.',
} as const;

/** Says that what is shown is invented. */
export function syntheticNotice(what: keyof typeof SYNTHETIC): Markup {
  const words = SYNTHETIC[what];
  return markup`<p class="notice"><strong>Synthetic.</strong> ${words}</p>\n`;
}

/** The bar that the script shows: without it there is nothing to press. */
const STEPS = markup`<div class="steps" id="steps" hidden>
<button type="button" id="back" aria-label="Previous step">←</button>
<output id="place" aria-live="polite"></output>
<button type="button" id="next" aria-label="Next step">→</button>
<span class="keys" aria-hidden="true">← → Space Home End</span>
</div>
`;

/** Files that are named; of more only the number is said. */
const NAMED_FILES = 12;

/** The foot of the page, and its end. */
export function pageEnd({ program, files, when, redacted }: Origin): Markup {
  const more = files.length - NAMED_FILES;
  return markup`<footer>
<p>Made by ${program}${when === undefined ? undefined : markup` at <time datetime="${when}">${when}</time>`}.</p>
${redacted === undefined ? undefined : markup`<p>Redacted: ${redacted}</p>\n`}<details><summary>Files read</summary>
<ul>${files.slice(0, NAMED_FILES).map((name) => markup`<li dir="auto">${name}</li>`)}${more > 0 ? markup`<li>and ${more} more</li>` : undefined}</ul></details>
</footer>
${STEPS}<script>${verbatim(SCRIPT)}</script>
</body>
</html>
`;
}
