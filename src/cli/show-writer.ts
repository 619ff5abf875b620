import type { SeedEvent, WriterEvent } from '../pipeline/events/writing.ts';
import type { DeviceEvent } from '../project/devices.ts';
import { bundledNote } from './bundled-note.ts';
import type { Screen } from './screen.ts';

/** Shows choices that the user did not make: the model, the seed, and a slow device. */
export function showWriter(event: WriterEvent | SeedEvent | DeviceEvent, screen: Screen): void {
  switch (event.type) {
    case 'writer':
      if (event.isNewestRun) screen.note(`Writing with ${event.name}, the newest run.`);
      if (event.isBundled) screen.note(`Writing with ${event.name}, ${bundledNote(event.proposal)}`);
      break;
    case 'seed-drawn':
      screen.note(`The seed is ${event.seed}; --seed ${event.seed} writes the same texts again.`);
      break;
    case 'device':
      if (event.slowBecause !== null)
        screen.note(`Writing on ${event.description}, which is slow: ${event.slowBecause}`);
      break;
  }
}
