export const modelsSettings = {
  json: { type: 'boolean', default: false, help: 'One JSON object a model, a line each.' },
} as const;
