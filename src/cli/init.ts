import { Fault } from '../fault.ts';
import type { SiteLook } from '../pipeline/doctor/look-at-site.ts';
import { type AskQuestion, init, takeProposal } from '../pipeline/init/init.ts';
import { initSettings } from '../pipeline/settings/init.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';

/** Questions, and nobody to answer them. */
export class NoAnswerFault extends Fault {}

export const initCommand = defineCommand({
  arguments: [],
  settings: initSettings,
  configFile: 'ignored',
  async run({ settings, screen, signal, ask, canAsk, project }) {
    if (!settings.yes && !canAsk) {
      throw new NoAnswerFault(
        'init asks four questions, and there is no terminal to answer at; --yes takes what is proposed.',
      );
    }
    const askPerson: AskQuestion = ({ text, proposal }) => {
      screen.note(text);
      return ask(`  [${proposal}] `);
    };
    const answer = settings.yes ? takeProposal : askPerson;
    for await (const event of init(settings, project, { answer })) {
      switch (event.type) {
        case 'looked':
          screen.note(whatItIs(event.look));
          if (!settings.yes) screen.note('Four questions; Enter takes what stands in brackets.');
          break;
        case 'refused':
          screen.note(event.reason);
          break;
        case 'given-up':
          signal.throwIfAborted();
          screen.note('Nothing was written.');
          break;
        case 'config-written':
          screen.print(event.path);
          screen.note('Every command reads it; what you type counts before it.');
          if (event.look.exposed.length > 0) screen.note(exposedNote(event.look.exposed));
          screen.note('Next: tpdne run');
          break;
      }
    }
  },
});

function exposedNote(names: readonly string[]): string {
  return (
    'Jekyll puts all that lies in its folder into the built site, and so what a model has learned: add this to exclude in ' +
    `_config.yml.\n  exclude: [${names.join(', ')}]`
  );
}

function whatItIs({ source, posts, files }: SiteLook): string {
  if (source !== null) return `This is ${source.name} with ${counted(files, 'file')} of posts.`;
  if (posts === null) return 'No site that is known here, and no folder of posts, was found.';
  return `This is no site that is known here; ${counted(files, 'file')} of posts ${files === 1 ? 'is' : 'are'} in ${posts}.`;
}
