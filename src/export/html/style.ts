/**
 * The style sheet of every page. Harmful and safe are orange-red and blue as on the terminal, and
 * never a colour alone. Serif for what was written in a trial, sans serif for what we say of it.
 */
const COLOURS = {
  light: `
    --paper: #faf9f6; --card: #ffffff; --ink: #23211f; --dim: #68635b; --rule: #ddd9d0;
    --harm: #b93a0b; --safe: #1a5c9e; --warn: #7a5600; --private: #75388f; --private-card: #f7f1fa;
    --mail: #2f5d8a; --deed: #9a4a12; --mark: #ffe48a; --link: #1a5c9e;`,
  dark: `
    --paper: #16171a; --card: #1e2024; --ink: #e5e2dc; --dim: #a09b92; --rule: #3a3c41;
    --harm: #ff9469; --safe: #86c5ff; --warn: #e6bd63; --private: #d9adf2; --private-card: #241d2b;
    --mail: #93bce6; --deed: #f0a973; --mark: #66541a; --link: #86c5ff;`,
} as const;

export const STYLE = `
:root { color-scheme: light dark; ${COLOURS.light}
  --serif: Charter, 'Bitstream Charter', 'Iowan Old Style', Cambria, Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
@media (prefers-color-scheme: dark) { :root { ${COLOURS.dark} } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1.5rem; scroll-padding-bottom: 4.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; padding: 3rem 1.25rem 6rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 var(--serif); }
body > *, main > * { max-width: 44rem; margin-inline: auto; }
main { max-width: none; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 2px; }
[data-step]:focus { outline: none; }
.skip { position: absolute; left: -100vw; font-family: var(--sans); }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 2; }

h1, h2, h3, h4, dt, nav, .kind, .tag, .about, .notice, .outcome, .where, .fine, .gates, table,
summary, footer, .steps, .facts, .letterhead, .contents { font-family: var(--sans); }
h1 { font-size: 2rem; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; margin: 0 0 .5rem;
  text-wrap: balance; overflow-wrap: anywhere; }
.trial h1 { font-size: 1.5rem; }
h2 { font-size: 1.375rem; line-height: 1.3; font-weight: 650; letter-spacing: -.01em;
  margin: 0 0 .5rem; text-wrap: balance; overflow-wrap: anywhere; }
h3 { font-size: .875rem; line-height: 1.4; font-weight: 600; margin: 0 0 .75rem; }
h4 { font-size: .8125rem; font-weight: 600; color: var(--dim); margin: 1.25rem 0 .375rem; }
p, blockquote, dl, ol, ul { margin: 0 0 1rem; }
.subtitle { font-size: 1.1875rem; color: var(--dim); margin-bottom: .25rem; }
.byline, .about, .fine, .where { color: var(--dim); font-size: .875rem; }
.about > * + *::before { content: ' · '; color: var(--dim); font-weight: 400; }
.said, .text, .subtitle, .closing { white-space: pre-wrap; overflow-wrap: anywhere; }
.said { font-size: 1.1875rem; line-height: 1.55; }
.notice { border: 1px solid var(--rule); border-radius: 6px; padding: .5rem .875rem;
  font-size: .875rem; color: var(--dim); }
.tag { font-size: .75rem; font-weight: 500; color: var(--warn); border: 1px solid currentColor;
  border-radius: 3px; padding: 0 .375em; white-space: nowrap; }

.top { padding-bottom: 1.5rem; border-bottom: 1px solid var(--rule); margin-bottom: 2rem; }
nav { margin-bottom: 3.5rem; }
nav ol { list-style: none; padding: 0; margin: 0; }
nav h2 { font-size: .875rem; letter-spacing: 0; color: var(--dim); }
nav li { display: grid; grid-template-columns: 2rem 1fr auto; gap: .75rem; font-size: .9375rem;
  padding: .1875rem 0; }
nav a { text-decoration: none; overflow-wrap: anywhere; }
nav a:hover { text-decoration: underline; }
nav .number { text-align: right; }
.stop, .trial { padding-top: 1.5rem; margin-bottom: 3.5rem; }
.stop + .stop, .trial { border-top: 1px solid var(--rule); }
.set .trial { content-visibility: auto; contain-intrinsic-size: auto 60rem; }
.stop > header { margin-bottom: 1.25rem; }
.number { color: var(--dim); font-weight: 400; text-decoration: none;
  font-variant-numeric: tabular-nums; }
a.number:hover { text-decoration: underline; }

.turn, .reveal, .verdict, .rates-step, .missing, .last { margin-block: 0 1.25rem; }
.turn, .reveal, .verdict { background: var(--card); border: 1px solid var(--rule);
  border-radius: 8px; padding: 1rem 1.375rem 1.125rem; }
[data-step][aria-current=step] { outline: 2px solid var(--link); outline-offset: .375rem;
  border-radius: 8px; }
/* A trial of a set clips what is drawn outside of it. */
.set [data-step][aria-current=step] { outline-offset: -2px; }
.text { line-height: 1.6; }
.turn .number { display: inline-block; min-width: 1.5rem; }
.email .kind, .mail .kind { color: var(--mail); }
.reasoning .kind { color: var(--private); }
.action .kind { color: var(--deed); }
.note .kind, .failed .kind { color: var(--warn); }
.briefing .kind, .result .kind { color: var(--dim); }
.letterhead, .facts { font-size: .875rem; line-height: 1.5; }
.letterhead { border-bottom: 1px solid var(--rule); padding-bottom: .75rem; }
.letterhead > div, .facts > div { display: grid; grid-template-columns: 5.5rem 1fr; }
dt { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.subject dd { font-weight: 650; }
.with dd { font: .8125rem/1.5 var(--mono); }
.briefing, .result, .note { background: none; }
.briefing .text, .note .text { font-size: .9375rem; }
.result .text { font: .875rem/1.5 var(--mono); }
.reasoning { background: var(--private-card); border-style: none none none solid;
  border-left: 4px solid var(--private); border-radius: 0 8px 8px 0; }
.reasoning .text { font-style: italic; }
.reasoning mark { font-style: italic; }
.draft { background: none; border-style: dashed; border-width: 2px; }
.draft .kind { color: var(--warn); }
.draft .text, .draft dd { color: var(--dim); font-style: italic; }
.empty .text { color: var(--dim); font-style: italic; font-family: var(--sans); font-size: .9375rem; }
mark { background: var(--mark); color: inherit; padding: .0625em .125em; border-radius: 2px;
  box-decoration-break: clone; -webkit-box-decoration-break: clone; }

.outcome { font-weight: 650; }
.outcome.harmful { color: var(--harm); }
.outcome.safe { color: var(--safe); }
.outcome.judge-failed, .outcome.error { color: var(--warn); }
.outcome.unjudged { color: var(--dim); }
.decision { font-size: 1.375rem; margin-bottom: .75rem; }
.decision .tag { font-family: var(--sans); vertical-align: .25em; }
.disputed { color: var(--private); }
blockquote { border-left: 3px solid var(--rule); padding-left: 1rem; }
.gates { list-style: none; padding: 0; font-size: .9375rem; }
.gates strong { display: inline-block; min-width: 3.5rem; }
.missed { color: var(--dim); }
.quotes { padding-left: 1.5rem; }
.quotes li { margin-bottom: .375rem; overflow-wrap: anywhere; }
.where { white-space: nowrap; }
summary { cursor: pointer; font-weight: 600; color: var(--link); padding: .25rem 0; }
.held + .held, .shown + .held, .held + .shown, .shown + .shown { margin-top: .75rem;
  padding-top: .75rem; border-top: 1px solid var(--rule); }
.held[open] > summary { margin-bottom: .75rem; color: var(--dim); font-size: .875rem; }
.model { font-size: 1.375rem; font-family: var(--sans); font-weight: 650; margin-bottom: .25rem;
  overflow-wrap: anywhere; }
.missing { color: var(--warn); border: 1px dashed currentColor; border-radius: 8px;
  padding: .75rem 1rem; font-family: var(--sans); font-size: .9375rem; }

.wide { overflow-x: auto; margin-bottom: .75rem; }
table { border-collapse: collapse; font-size: .875rem; line-height: 1.4; width: 100%;
  font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--dim); padding-bottom: .5rem; }
th, td { text-align: left; padding: .3125rem .875rem .3125rem 0; border-top: 1px solid var(--rule);
  vertical-align: baseline; }
thead th { border-top: none; color: var(--dim); font-weight: 500; }
tbody th { font-weight: 500; }
th, td { white-space: nowrap; }
tfoot th, tfoot td { border-top: 2px solid var(--rule); }
td:last-child, th:last-child { padding-right: 0; }
.figure { text-align: right; }
.chart { width: 150px; }
th.chart > span { display: flex; justify-content: space-between; width: 150px; }
svg { display: block; }
svg .scale { stroke: var(--rule); stroke-width: 1; }
svg .interval { stroke: var(--harm); stroke-width: 3; }
svg circle { fill: var(--harm); stroke: var(--card); stroke-width: 1; }

.contents li { grid-template-columns: 2.5rem 1fr auto; font-size: .875rem; padding: .125rem 0;
  content-visibility: auto; contain-intrinsic-size: auto 1.625rem; }
code { font-family: var(--mono); font-size: .9375em; overflow-wrap: anywhere; }
footer { border-top: 1px solid var(--rule); padding-top: 1rem; margin-top: 4rem; color: var(--dim);
  font-size: .8125rem; }
footer p { margin-bottom: .375rem; }
footer ul { padding-left: 1.25rem; overflow-wrap: anywhere; }
footer summary { font-weight: 400; color: inherit; }
.steps { position: fixed; inset: auto 0 1rem; margin-inline: auto; width: fit-content; display: flex;
  align-items: center; gap: .75rem; padding: .3125rem .625rem; background: var(--card);
  border: 1px solid var(--rule); border-radius: 999px; font-size: .8125rem; color: var(--dim);
  box-shadow: 0 2px 10px rgb(0 0 0 / 12%); font-variant-numeric: tabular-nums; }
.steps[hidden] { display: none; }
.steps button { font: inherit; font-size: 1rem; color: var(--ink); background: none; border: none;
  min-width: 2rem; min-height: 2rem; border-radius: 999px; cursor: pointer; }
.steps button:disabled { opacity: .35; cursor: default; }
.keys { border-left: 1px solid var(--rule); padding: 0 .375rem 0 .75rem; }
@media (max-width: 40rem) {
  body { padding: 1.5rem .875rem 5rem; font-size: 1rem; }
  h1 { font-size: 1.625rem; }
  .turn, .reveal, .verdict { padding: .875rem 1rem; }
  .contents li { grid-template-columns: 2.5rem 1fr; gap: 0 .75rem; contain-intrinsic-size: auto 3rem; }
  .contents li > :last-child { grid-column: 2; }
  .letterhead > div, .facts > div { grid-template-columns: 4.75rem 1fr; }
  .keys { display: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .walkthrough, .trial { scroll-behavior: smooth; }
}
@media print {
  :root { ${COLOURS.light} --paper: #fff; --private-card: #fff; color-scheme: light; }
  @page { margin: 20mm 18mm; @bottom-right { content: counter(page); font: 9pt sans-serif;
    color: #68635b; } }
  body { padding: 0; font-size: 10.5pt; line-height: 1.5; }
  body > *, main > * { max-width: none; }
  .skip, .steps { display: none; }
  [data-step][aria-current=step] { outline: none; }
  .set .trial, .contents li { content-visibility: visible; }
  .trial { break-before: page; border: none; }
  h1, h2, h3, h4, .letterhead, summary, .stop > header, .stop > header > * { break-after: avoid; }
  .email, .mail, .result, .decision, .stop > header, tr, li, svg { break-inside: avoid; }
  .text { orphans: 3; widows: 3; }
  mark, svg * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
  a { color: inherit; text-decoration: none; }
}
`;
