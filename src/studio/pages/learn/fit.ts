import type { TrainingNeeds } from '../../../pipeline/models/base-options.ts';
import { bytes } from '../core/words.ts';

/** Whether a training fits into memory: of all weights, of an adapter alone, or not at all; or that this is not known. */
export interface Fit {
  readonly kind: 'fits' | 'adapter' | 'too-large' | 'unknown';
  readonly words: string;
}

/** Whether a model can be trained in the memory that is free; Number.MAX_SAFE_INTEGER: a browser that does not say. */
export function fitOf({ wholeBytes, adapterBytes }: TrainingNeeds, availableBytes: number): Fit {
  if (availableBytes === Number.MAX_SAFE_INTEGER) {
    return { kind: 'unknown', words: `needs ${bytes(wholeBytes)}, ${bytes(adapterBytes)} as an adapter` };
  }
  if (wholeBytes <= availableBytes) return { kind: 'fits', words: `fits: ${bytes(wholeBytes)}` };
  if (adapterBytes <= availableBytes) return { kind: 'adapter', words: `fits as an adapter: ${bytes(adapterBytes)}` };
  return { kind: 'too-large', words: `needs ${bytes(adapterBytes)}, ${bytes(availableBytes)} free` };
}

/** '3 min', 'about 2 h'. */
export function minutesInWords(minutes: number): string {
  if (minutes < 1) return 'less than a minute';
  if (minutes < 90) return `about ${Math.round(minutes)} min`;
  return `about ${Math.round(minutes / 60)} h`;
}
