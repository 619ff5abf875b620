import type { SeedEvent, WriterEvent } from '../pipeline/events.ts';
import type { DeviceEvent } from '../project/devices.ts';
import { packagedNote } from './packaged-note.ts';
import type { Screen } from './screen.ts';

/** Shows what was settled before the first text: what nobody asked for, or what makes it slow. */
export function showWriter(event: WriterEvent | SeedEvent | DeviceEvent, screen: Screen): void {
  switch (event.type) {
    case 'writer':
      if (event.isNewestRun) screen.note(`Writing with ${event.name}, the newest run.`);
      if (event.isPackaged) screen.note(`Writing with ${event.name}, ${packagedNote}`);
      break;
    case 'seed-drawn':
      screen.note(`The seed is ${event.seed}; with --seed ${event.seed} the same texts come again.`);
      break;
    case 'device':
      if (event.slowBecause !== null) screen.note(`Slow: computing in ${event.description}. ${event.slowBecause}`);
      break;
  }
}
