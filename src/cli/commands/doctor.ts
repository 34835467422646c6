import { command } from '../command.ts';
import type { DoctorOptions } from '../work/doctor.ts';

export const doctor = command<DoctorOptions, []>({
  name: 'doctor',
  describe: 'say whether all is well with the program and its folders, as a report to send',
  flags: (made) => made.option('--paths', 'show where folders and opened files are, too'),
  shares: 'prints',
  withoutConfig: true,
  run: async (context) => {
    const { runDoctor } = await import('../work/doctor.ts');
    return runDoctor(context);
  },
});
