import { ConfigFault } from '../pipeline/config/config-fault.ts';
import { doctor } from '../pipeline/doctor/doctor.ts';
import type { Examination } from '../pipeline/doctor/examination.ts';
import { doctorSettings } from '../pipeline/settings/doctor.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { examinationLines } from './examination-lines.ts';

export const doctorCommand = defineCommand({
  arguments: ['posts'],
  settings: doctorSettings,
  examples: [
    ['tpdne doctor', 'Looks at the machine and at the site in this folder.'],
    ['tpdne doctor content/posts', 'Looks at certain posts.'],
    ['tpdne doctor --json', 'Gives what it found to another program.'],
  ],
  essential: ['out', 'queue', 'site', 'label', 'device'],
  configFile: 'shown',
  async run({ settings, config, screen, project, tap }) {
    const known = configOf(config);
    for await (const event of tap(doctor(settings, project, { config: known }))) {
      if (event.type === 'reading') {
        screen.progress({ done: event.bytesDone, total: event.bytes, unit: 'bytes read', details: [event.path] });
        continue;
      }
      screen.progress(null);
      screen.print(examinationLines(event.found));
    }
  },
});

function configOf(config: CommandContext<typeof doctorSettings>['config']): Examination['config'] {
  if (config === null) return null;
  const broken = ({ path, message }: ConfigFault) => ({ path, gives: [], model_name: null, problem: message });
  if (config instanceof ConfigFault) return broken(config);
  try {
    const { model_name } = config.settingsOf('run');
    return {
      path: config.path,
      model_name: typeof model_name === 'string' ? model_name : null,
      gives: [...new Set(['run', 'publish'].flatMap((command) => Object.keys(config.settingsOf(command))))],
      problem: null,
    };
  } catch (fault) {
    if (fault instanceof ConfigFault) return broken(fault);
    throw fault;
  }
}
