/** `models` has no settings. */
export const modelsSettings = {} as const;
