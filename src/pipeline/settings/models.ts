import type { GivenSettings } from '../settings.ts';

export const modelsSettings = {
  json: { type: 'boolean', default: false, help: 'One JSON object a model, a line each.' },
} as const;

export type ModelsGiven = GivenSettings<typeof modelsSettings>;
