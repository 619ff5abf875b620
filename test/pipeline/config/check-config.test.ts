import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { checkConfig, settingsInConfig } from '../../../src/pipeline/config/check-config.ts';
import { type Config, defineConfig } from '../../../src/pipeline/config/config.ts';
import { ConfigFault } from '../../../src/pipeline/config/config-fault.ts';

/** In these tests every key is on line 7. */
const file = (content: unknown) => ({ path: 'tpdne.config.json', content, lineOf: () => 7 });
const check = (content: unknown) => checkConfig(file(content));
const given = (command: string, content: unknown) => settingsInConfig(file(content), check(content), command);

describe('the settings in a config file', () => {
  const content = {
    $schema: './schema.json',
    site: { posts: ['.'], site: 'jekyll', out: '_drafts' },
    model: { model_name: '124M', run_name: 'blog' },
    training: { steps: 300, learning_rate: null },
    writing: { count: 5, top_p: 0.9, batch_size: 4 },
  };

  test('each command gets the settings of its table, from the right sections', () => {
    expect(given('run', content)).toEqual({
      posts: ['.'],
      site: 'jekyll',
      out: '_drafts',
      model_name: '124M',
      run_name: 'blog',
      steps: 300,
      learning_rate: null,
      count: 5,
      top_p: 0.9,
    });
    expect(given('train', content)).toEqual({
      site: 'jekyll',
      model_name: '124M',
      run_name: 'blog',
      steps: 300,
      learning_rate: null,
      top_p: 0.9,
    });
  });

  test('the base model is not the model that writes, and batch_size of training is not that of writing', () => {
    expect(given('generate', content)).toEqual({ site: 'jekyll', top_p: 0.9, batch_size: 4 });
  });

  test('settings without a section are not taken from a file', () => {
    expect(given('import', content)).toEqual({ posts: ['.'], site: 'jekyll' });
    expect(given('prepare', content)).not.toHaveProperty('out');
  });

  test('undefined counts as not given', () => {
    expect(given('run', { training: { steps: undefined } })).toEqual({});
  });
});

describe('an invalid config file is rejected with the line', () => {
  test.each([
    [{ training: { bach_size: 2 } }, 'There is no setting training.bach_size; did you mean training.batch_size?'],
    [
      { site: { batch_size: 2 } },
      'There is no setting site.batch_size; it is training.batch_size or writing.batch_size.',
    ],
    [{ site: { temprature: 2 } }, 'There is no setting site.temprature; did you mean writing.temperature?'],
    [{ site: { zzzzzzzzzz: 2 } }, 'There is no setting site.zzzzzzzzzz.'],
    [{ site: { toString: 2 } }, 'There is no setting site.toString.'],
    [{ trainning: {} }, 'There is no section trainning; did you mean training?'],
    [{ steps: 3 }, 'There is no section steps; the setting is training.steps.'],
    [{ xyzzy: 3 }, 'There is no section xyzzy; the sections are site, formats, model, training, writing, publishing.'],
    [{ training: 3 }, 'training must contain an object with settings, got 3.'],
    [[], 'the file must contain an object with settings, got [].'],
    [{ training: { steps: 0 } }, 'training.steps takes a whole number of steps, 1 or more, got 0.'],
    [{ training: { steps: '3' } }, 'training.steps takes a whole number of steps, 1 or more, got "3".'],
    [{ training: { optimizer: null } }, 'training.optimizer takes one of adam, adamw, muon, sgd, got null.'],
    [{ site: { posts: 'here' } }, 'site.posts takes a list with at least one entry, got "here".'],
    [{ site: { drafts: null } }, 'site.drafts takes true or false, got null.'],
    [{ site: { overwrite: true } }, 'There is no setting site.overwrite.'],
  ])('%j', (content, reason) => {
    const fault = (() => {
      try {
        return check(content);
      } catch (error) {
        return error;
      }
    })();
    expect(fault).toBeInstanceOf(ConfigFault);
    expect(fault).toMatchObject({ reason, line: 7, message: `tpdne.config.json, line 7: ${reason}` });
  });

  test('a value that only one command accepts is rejected for another', () => {
    const content = { writing: { nsamples: 0 } };
    expect(given('generate', content)).toEqual({ nsamples: 0 });
    expect(() => given('interactive', content)).toThrow(
      'tpdne.config.json, line 7: for interactive, writing.nsamples takes a whole number of texts, 1 or more, got 0.',
    );
  });
});

test('a config in TypeScript has the types of the tables', () => {
  type Training = NonNullable<Config['training']>;
  expectTypeOf<Training['steps']>().toEqualTypeOf<number | null | undefined>();
  expectTypeOf<Training['val_split']>().toEqualTypeOf<number | 'auto' | undefined>();
  expectTypeOf<NonNullable<Config['site']>['posts']>().toEqualTypeOf<readonly string[] | undefined>();
  expectTypeOf<{ training: { optimizer: 'lion' } }>().not.toExtend<Config>();
  expectTypeOf<keyof Training & 'temperature'>().toEqualTypeOf<never>();
  const config = { writing: { temperature: 0.7 } };
  expect(defineConfig(config)).toBe(config);
});

test('the config file in docs/blog.md is valid', () => {
  const manual = readFileSync(new URL('../../../docs/blog.md', import.meta.url), 'utf8');
  const [, json] = /```json\n([\s\S]*?)```/.exec(manual)!;
  expect(given('run', JSON.parse(json))).toMatchObject({ posts: ['.'], model_name: '124M', steps: 900, count: 3 });
});
