/** A walkthrough as the text of a file. */
import { stringify } from 'yaml';
import { dataOf } from './parse.ts';
import type { Walkthrough } from './types.ts';

const HEAD =
  '# A walkthrough: inquest present FILE shows it; docs/walkthroughs.md tells of every key.\n';

/** YAML that `parseWalkthrough` reads back to the same walkthrough. */
export function walkthroughText(walkthrough: Walkthrough): string {
  return HEAD + stringify(dataOf(walkthrough), { lineWidth: 100, schema: 'core' });
}
