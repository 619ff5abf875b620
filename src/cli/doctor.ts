import { configFacts } from '../pipeline/doctor/config-facts.ts';
import { doctor } from '../pipeline/doctor/doctor.ts';
import { doctorSettings } from '../pipeline/settings/doctor.ts';
import { defineCommand } from './command.ts';
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
    const known = configFacts(config);
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
