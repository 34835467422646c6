import { Argument, InvalidArgumentError, Option } from 'commander';
import { SPEEDS, type Speed } from '../../app/speed.ts';
import { command, count } from '../command.ts';
import type { PresentOptions } from '../work/present.ts';

export const present = command<PresentOptions, [string, readonly string[]]>({
  name: 'present',
  describe: 'show a walkthrough to an audience, or its notes to the speaker',
  flags: (made) =>
    made
      .argument('<FILE>', 'a walkthrough (*.walkthrough.yaml)')
      .addArgument(new Argument('[PATH...]', "what to read instead of the walkthrough's own paths"))
      .option('--notes', 'the speaker notes, following a presentation of FILE elsewhere')
      .option('--auto', 'go on by itself, at a reading speed')
      .addOption(
        new Option('--speed <N>', `how fast: ${SPEEDS.join(', ')}`).argParser(speed).default(1),
      )
      .option('--typing', 'let texts come letter by letter')
      .option('--from <N>', 'begin at this stop', count),
  shares: 'reads',
  run: async (context, [file, given]) => {
    const { runPresent } = await import('../work/present.ts');
    return runPresent(context, file, given);
  },
});

function speed(text: string): Speed {
  const found = SPEEDS.find((one) => one === Number(text));
  if (found === undefined) {
    throw new InvalidArgumentError(`It must be one of ${SPEEDS.join(', ')}.`);
  }
  return found;
}
