/** How a concordance was counted, and what has to be said beside its figures: a sentence each. */
import type { Query } from '../query/ast.ts';
import { speaksOfWords } from '../query/nodes.ts';
import { conditionsOnJudge } from '../query/rated.ts';
import { grouped, plural } from '../stats/bars.ts';
import { READABLE, scopesIn } from './says.ts';
import { readableOf } from './table.ts';
import type { Concordance, Validation } from './types.ts';

/** Of what is counted by words, where no audit says how far they hold. */
export const WORDS_ALONE =
  'Words, not meaning: counted by a list of words, not validated by an audit.';

/** How it was counted. */
export function methodOf(made: Concordance): readonly string[] {
  const { asked, counted, exact, query, total, forms } = made;
  const signal = asked === counted ? '' : ` (${counted})`;
  const only = query === '' ? '' : `; only: ${query}`;
  const { withheld, absent, trials } = total.counts.all;
  return [
    `Counted: trials that say ${asked}${signal} in private reasoning, and in a message or an action that was sent${only}. A draft is neither.`,
    `Shares are of the ${grouped(readableOf(total.counts.all))} of ${plural(trials, 'trial')} whose reasoning can be read whole (${READABLE}): ${grouped(withheld)} with withheld reasoning and ${grouped(absent)} without any are left out.`,
    'Shares have 95 % Wilson intervals.',
    ...(forms.length === 0 ? [] : [`Forms counted: ${forms.map(formsText).join('; ')}.`]),
    ...(exact === undefined
      ? ['These are too many for one query: the same words may stand for others in other data.']
      : exact === counted
        ? []
        : [`The same measure on other data: ${exact}`]),
  ];
}

function formsText({ text, forms, more }: Concordance['forms'][number]): string {
  const some = forms.map(({ form, trials }) => `${form} ${grouped(trials)}`).join(' · ');
  if (some === '') return `${text}: no such word`;
  return more === 0 ? some : `${some} · and ${grouped(more)} more`;
}

/** What limits it. */
export function warningsOf(made: Concordance): readonly string[] {
  const { groups, total, circular, synthetic } = made;
  const { trials, withheld } = total.counts.all;
  const judged = total.counts.harmful.trials + total.counts.safe.trials;
  const mixed = [...groups, total].filter(({ conditions }) => conditions > 1).length;
  return [
    ...meaningOf(made),
    ...(synthetic > 0
      ? [
          `Synthetic: ${grouped(synthetic)} of ${plural(trials, 'trial')} have invented words or counts.`,
        ]
      : []),
    ...circular.map((why) => `Circular: ${why}`),
    ...(mixed > 0
      ? [
          `${mixed === 1 ? 'One row mixes' : `${grouped(mixed)} rows mix`} conditions: a share over several is no published figure.`,
        ]
      : []),
    ...(trials > judged
      ? [
          `${plural(trials - judged, 'trial')} of ${grouped(trials)} ${trials - judged === 1 ? 'is' : 'are'} neither harmful nor safe: unjudged, or with a failed judge or an error.`,
        ]
      : []),
    ...(withheld > 0
      ? [
          `Reasoning is withheld in ${plural(withheld, 'trial')}: what it says is not known, and need not be what the others say.`,
        ]
      : []),
  ];
}

/** That words are counted, and what an audit says of how far they hold. */
function meaningOf({ validation }: Concordance): readonly string[] {
  if (validation === undefined) {
    return [WORDS_ALONE];
  }
  return correctionOf(validation);
}

/** By which audit words are corrected, of which trials, and what limits it. */
export function correctionOf(validation: Validation): readonly string[] {
  const { audit, head, rows, measure, label, query, warnings } = validation;
  const all = rows.at(-1);
  const question = label === null ? '' : `, label ${label}`;
  return [
    `${measure === 'outcome' ? 'Verdicts' : 'Words, not meaning'}: corrected by the audit ${audit} (${measure}${question}; ${grouped(all?.reviewed ?? 0)} of the ${plural(all?.population ?? 0, 'trial')} of ${query} were read; chain ${head.slice(0, 16)}). Corrected shares are of those trials.`,
    ...warnings.map((one) => `Audit, ${one}`),
  ];
}

/** Why shares follow from how trials, groups or places were chosen. */
export function circularIn({
  filter,
  filterText,
  asked,
  by,
}: {
  readonly filter: Query;
  readonly filterText: string;
  readonly asked: Query;
  readonly by: readonly string[];
}): readonly string[] {
  const scopes = scopesIn(asked);
  const chosen = conditionsOnJudge(filter, filterText);
  return [
    ...(speaksOfWords(filter)
      ? ['the trials were chosen by words, so how many say something follows from that too.']
      : []),
    ...(chosen.length > 0
      ? [
          `the trials were chosen by what a judge gave (${chosen.join(' ')}): harmful against safe is of these alone.`,
        ]
      : []),
    ...(by.includes('signal')
      ? ['the groups are made by words, so how many of each say something follows from that too.']
      : []),
    ...(scopes === undefined ? [] : missing(scopes)),
  ];
}

function missing(scopes: readonly string[]): readonly string[] {
  const sent = ['message', 'action'].some((kind) => scopes.includes(kind));
  const places = [
    ...(scopes.includes('reasoning') ? [] : ['reasoning']),
    ...(sent ? [] : ['messages']),
  ];
  return places.length === 0
    ? []
    : [
        `the words are looked for in ${scopes.join(', ')} alone: that ${places.join(' and ')} do not say them follows from that.`,
      ];
}
