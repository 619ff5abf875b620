import { openBrowser } from '../node/machine/open-browser.ts';
import { studioSettings } from '../pipeline/settings/studio.ts';
import { openStudio, type Studio } from '../studio/server/studio.ts';
import { defineCommand } from './command.ts';

export const studioCommand = defineCommand({
  arguments: [],
  settings: studioSettings,
  examples: [
    ['tpdne studio', 'Opens the studio for the blog in this folder.'],
    ['tpdne studio --no-open', 'Shows its address, for you to open.'],
    ['tpdne studio --port 4321', 'Uses the same port each time.'],
  ],
  configFile: 'shown',
  async run({ settings, screen, signal, project, canAsk, ask, tap }) {
    const program = programName(project.machine.program.command);
    const studio = await openStudio({ port: settings.port, program, signal });
    for await (const { address } of tap(events(studio))) {
      const isOpen = settings.open && canAsk && (await openBrowser(address));
      screen.note(isOpen ? 'The studio is open in your browser. If it is not:' : 'Open the studio in your browser:');
      screen.print(address);
      screen.note('Only this computer can reach it, and each address opens it once. Ctrl-C ends it.');
      if (canAsk) {
        screen.note('Press Enter for a new address.');
        void newAddresses(ask, () => screen.print(studio.newAddress()));
      }
    }
  },
});

/** The studio is open; ends when it does. */
async function* events(studio: Studio) {
  yield { type: 'studio-opened', address: studio.newAddress() } as const;
  await studio.closed;
}

/** The command as a person types it. */
function programName(command: readonly string[]): string {
  return command.at(-1)?.includes('_npx') === true ? 'npx this-post-does-not-exist' : 'tpdne';
}

async function newAddresses(ask: (question: string) => Promise<string | null>, show: () => void): Promise<void> {
  while ((await ask('')) !== null) show();
}
