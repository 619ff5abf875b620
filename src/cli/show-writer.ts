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
    case 'device': {
      const note = event.slowBecause === null ? gpuNote('Writing', event) : slowNote('Writing', event);
      if (note !== null) screen.note(note);
      break;
    }
  }
}

/** That the GPU was chosen without being requested, and how not to use it; null if it was not. */
export function gpuNote(doing: string, { name, description, because }: DeviceEvent): string | null {
  if (name !== 'webgpu' || because === null) return null;
  return `${doing} on ${description}: ${because}; --device cpu uses the processor.`;
}

export function slowNote(doing: string, { description, slowBecause }: DeviceEvent): string {
  return `${doing} on ${description}, which is slow: ${slowBecause}`;
}
