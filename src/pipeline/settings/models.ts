export const modelsSettings = {
  json: { type: 'boolean', default: false, help: 'Print one line of JSON per model.' },
} as const;
