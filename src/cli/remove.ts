import type { Removal } from '../pipeline/events/removing.ts';
import { remove } from '../pipeline/remove/remove.ts';
import { removeSettings } from '../pipeline/settings/remove.ts';
import { byteCount } from '../project/byte-count.ts';
import { NoAnswerFault, saysYes } from './ask.ts';
import { defineCommand } from './command.ts';

export const removeCommand = defineCommand({
  arguments: [],
  settings: removeSettings,
  examples: [
    ['tpdne remove --run run1', 'Deletes a run after showing its size and asking.'],
    ['tpdne remove --run run1 --yes', 'Deletes it without asking.'],
    ['tpdne remove --model_name smollm2-135m', 'Deletes a model that was downloaded.'],
  ],
  async run({ settings, screen, project, ask, canAsk, tap }) {
    const mayRemove = async (removal: Removal) => {
      if (!canAsk) throw new NoAnswerFault(`${described(removal)} would be deleted; --yes deletes without asking.`);
      return saysYes(await ask(`Delete ${described(removal)}? [y/N] `));
    };
    for await (const event of tap(remove(settings, project, { mayRemove }))) {
      if (event.type === 'removal-cancelled') screen.note('Nothing was deleted.');
      if (event.type === 'removed') screen.print(`Deleted ${described(event)}.`);
    }
  },
});

function described({ kind, name, paths, bytes }: Removal): string {
  return `the ${kind} ${name} (${byteCount(bytes)} in ${paths.join(' and ')})`;
}
