import { describe, expect, test } from 'vitest';
import { configKeys } from '../../../src/pipeline/config/config-keys.ts';
import { configSchema, type Schema } from '../../../src/pipeline/config/config-schema.ts';
import { inSection } from '../../../src/pipeline/settings/settings-table.ts';

const schema = configSchema() as {
  readonly properties: Readonly<Record<string, { readonly properties: Readonly<Record<string, Schema>> }>>;
  readonly additionalProperties: boolean;
};

describe.each([...configKeys()])('the section %s', (name, keys) => {
  test('has exactly the keys of the tables, each with a description', () => {
    const section = schema.properties[name];
    expect(Object.keys(section.properties)).toEqual([...keys.keys()]);
    for (const key of Object.values(section.properties)) expect(key.description).toMatch(/\S{3}/);
    expect(section).toMatchObject({ type: 'object', additionalProperties: false });
  });
});

test('ranges, words, choices and null match the table', () => {
  const { training, site, model } = schema.properties;
  expect(training.properties.noise).toMatchObject({ type: 'number', minimum: 0, maximum: 1 });
  expect(training.properties.val_split.anyOf).toEqual([
    { type: 'number', minimum: 0, exclusiveMaximum: 1 },
    { enum: ['auto'] },
  ]);
  expect(training.properties.learning_rate.anyOf).toEqual([{ type: 'number', exclusiveMinimum: 0 }, { type: 'null' }]);
  expect(training.properties.optimizer.enum).toEqual(['adam', 'adamw', 'muon', 'sgd']);
  expect(site.properties.posts).toMatchObject({ type: 'array', minItems: 1 });
  expect(site.properties.drafts).toMatchObject({ type: 'boolean' });
  expect(model.properties.threads.description).toMatch(/\[threads, 1 or more\] Default: one per core\. \(run, train,/);
});

test('a key accepts what any of its commands accepts', () => {
  const of = (min: number) => inSection('writing', { nsamples: { type: 'integer', min, default: 1, help: 'Texts.' } });
  const keys = configKeys({
    a: { settings: of(0), section: 'model' },
    b: { settings: of(1), section: null },
    c: { settings: of(2), section: 'model' },
  });
  const { properties } = configSchema(keys) as { properties: Record<string, { properties: object }> };
  expect(properties.writing.properties).toMatchObject({
    nsamples: {
      description: 'Texts. [0 or more] Default: 1. (a)\nTexts. [2 or more] Default: 1. (c)',
      anyOf: [
        { type: 'integer', minimum: 0 },
        { type: 'integer', minimum: 2 },
      ],
    },
  });
});
