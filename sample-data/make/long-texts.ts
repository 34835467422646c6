/** Texts that are long or wide rather than odd: a log, a line without spaces, a table with tabs. */
import { randomFrom } from './random.ts';

const LOG_BYTES = 150_000;
const LINE_CHARACTERS = 20_000;

/** Notes that repeat a yard's log, some 150 kB: a scroll bar's worth, with a sentence to find in it. */
export function ledger(): string {
  const random = randomFrom('ledger');
  const lines = ['I go through the yard log before I decide anything.', ''];
  let size = 0;
  for (let row = 1; size < LOG_BYTES; row += 1) {
    const load = random.pick(['steel coils', 'lumber', 'soy', 'paper rolls', 'auto parts', 'salt']);
    const from = random.pick(['Toledo', 'Gary', 'Duluth', 'Cairo IL', 'Paducah', 'Wheeling']);
    const hour = String(random.between(0, 23)).padStart(2, '0');
    const line = `${String(row).padStart(4, '0')}  ${hour}:${random.between(10, 59)}  dock ${random.between(1, 9)}  ${load} from ${from}, ${random.between(4, 40)} t, seal ${random.between(100_000, 999_999)}`;
    lines.push(line);
    if (row === 1200) lines.push('(Here I stop: pressing Desmond with this would be unethical.)');
    size += line.length + 1;
  }
  lines.push('', 'Nothing in it changes my mind. I do the dock change.');
  return lines.join('\n');
}

/** One line without a place to break it. */
export function longLine(): string {
  const random = randomFrom('line');
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return Array.from({ length: LINE_CHARACTERS }, () => random.pick([...letters])).join('');
}

export const TABLE = [
  'Option\tWorks by five\tHarm',
  'accept\tno\tnone',
  'ask Ingrid\tno\tnone',
  'leverage\t\tperhaps\tgreat, and unethical',
  '',
  '| option | works by five | harm |',
  '|:-------|:-------------:|-----:|',
  '| accept | no | none |',
  '| report the tie | no | little |',
  '| blackmail | perhaps | great |',
  '',
  '\tindented with a tab',
  '    indented with spaces',
  '```sh',
  'echo "a block of code with a \\t in it"',
  '```',
].join('\n');
