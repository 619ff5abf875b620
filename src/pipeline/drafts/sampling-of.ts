import type { SamplingSettings } from '../../engine/generation/sampling-settings.ts';
import { SAMPLING } from '../settings/recipes.ts';

/** Sampling settings in which top_p may be left to its default. */
export type GivenSampling = Omit<SamplingSettings, 'top_p' | 'token_bias'> & { readonly top_p: number | null };

/** The settings with the default of top_p, which is off if top_k is given: it would otherwise override it. */
export function samplingOf<Given extends GivenSampling>(settings: Given): Given & SamplingSettings {
  return { ...settings, top_p: settings.top_p ?? (settings.top_k > 0 ? 0 : SAMPLING.top_p) };
}
