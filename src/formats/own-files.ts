/** Files of the program itself beside the evidence: known, told, and never counted as trials. */
import type { Format, Head } from './format.ts';

/** What the first line of each says of itself. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^\{"seq":0,"type":"audit",/, 'an audit'],
  [/^\{"type":"audit-key",/, 'the key of an audit'],
  [
    /^\{"id":"\d{3,}","model":"hidden","verdict":\{"outcome":"unjudged"\},/,
    'a bundle of blind trials',
  ],
  [/^\{"id":"[0-9a-f-]{36}","op":"(?:add|retract)",/, 'notes of people on trials'],
];

function kindOf({ bytes }: Head): string | undefined {
  const start = bytes.toString('utf8', 0, 80);
  return KINDS.find(([pattern]) => pattern.test(start))?.[1];
}

export const ownFiles: Format = {
  name: 'inquest-audit',
  title: "files of Inquest's own audits, which hold no trials",
  appends: false,
  detect: (head) => {
    const kind = kindOf(head);
    return kind === undefined ? undefined : { confidence: 1, why: `it is ${kind}` };
  },
  read: async function* ({ name }) {
    yield {
      type: 'problem',
      problem: {
        source: name,
        severity: 'notice',
        message:
          'it belongs to an audit or notes of Inquest and holds no further trials: passed over',
      },
    };
  },
};
