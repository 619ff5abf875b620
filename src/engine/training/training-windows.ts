import { Random } from '../random.ts';
import { DocumentWindows } from '../tokens/document-windows.ts';
import { WindowFault, WindowSampler } from '../tokens/window-sampler.ts';
import type { WindowSource, WindowState } from '../tokens/window-source.ts';
import type { TrainerSettings, TrainingData } from './trainer-settings.ts';

/** The windows that a training takes, in their order, from `start` on. Throws WindowFault. */
export function windowSource(
  { training, beginMark, endMark }: TrainingData,
  { packing, window: T }: TrainerSettings,
  start: WindowState,
): WindowSource {
  if (packing === 'random') return new WindowSampler(training, T + 1, Random.fromState(start.random));
  if (beginMark === null || endMark === null)
    throw new WindowFault('Documents cannot be told apart: the vocabulary has no end mark.');
  return new DocumentWindows(training, { beginMark, endMark }, T, start);
}
