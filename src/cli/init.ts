import type { SiteFound } from '../pipeline/events/models.ts';
import { type AskQuestion, init, takeProposal } from '../pipeline/init/init.ts';
import { initSettings } from '../pipeline/settings/init.ts';
import { NoAnswerFault } from './ask.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';

export const initCommand = defineCommand({
  arguments: [],
  settings: initSettings,
  examples: [
    ['tpdne init', 'Asks four questions about the site in this folder and writes tpdne.config.json.'],
    ['tpdne init --as ts', 'Writes tpdne.config.ts, which your editor checks and completes.'],
    ['tpdne init --yes', 'Writes what it proposes, without a question.'],
  ],
  configFile: 'ignored',
  async run({ settings, screen, signal, ask, canAsk, project, tap }) {
    if (!settings.yes && !canAsk) {
      throw new NoAnswerFault(
        'init asks four questions, which needs a terminal; --yes accepts the suggestions without asking.',
      );
    }
    const askPerson: AskQuestion = ({ text, proposal }) => {
      screen.note(text);
      return ask(`  [${proposal}] `);
    };
    const answer = settings.yes ? takeProposal : askPerson;
    const mayExclude = async (names: readonly string[]) => {
      if (settings.yes) return false;
      screen.note(`Jekyll would publish ${names.join(', ')}. Add them to exclude in _config.yml?`);
      return !/^n/i.test((await ask('  [yes] ')) ?? 'no');
    };
    for await (const event of tap(init(settings, project, { answer, mayExclude }))) {
      switch (event.type) {
        case 'site-examined':
          screen.note(whatItIs(event.site));
          if (!settings.yes)
            screen.note(
              `${event.site.exposed.length === 0 ? 'Four' : 'Five'} questions; press Enter to accept the answer in brackets.`,
            );
          break;
        case 'answer-refused':
          screen.note(event.reason);
          break;
        case 'init-cancelled':
          signal.throwIfAborted();
          screen.note('Nothing was written.');
          break;
        case 'config-written':
          screen.print(event.path);
          screen.note('Every command reads it; options that you type override it.');
          if (event.excluded !== null)
            screen.note(`Added ${event.site.exposed.join(', ')} to exclude in ${event.excluded}.`);
          else if (event.site.exposed.length > 0) screen.note(exposedNote(event.site.exposed));
          screen.note(`Next: ${event.toDownload === null ? '' : `tpdne download ${event.toDownload}, then `}tpdne run`);
          break;
      }
    }
  },
});

function exposedNote(names: readonly string[]): string {
  return (
    'Jekyll copies everything in its folder into the built site, including trained models. Add this to _config.yml:\n' +
    `  exclude: [${names.join(', ')}]`
  );
}

function whatItIs({ generator, posts, files }: SiteFound): string {
  if (generator !== null) return `This is ${generator.name} with ${counted(files, 'file')} of posts.`;
  if (posts === null) return 'Found no known kind of site, and no folder of posts.';
  return `Found no known kind of site, but ${counted(files, 'file')} of posts in ${posts}.`;
}
