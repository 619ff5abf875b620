import { expect, test } from 'vitest';
import type { BaseOptions } from '../../src/pipeline/models/base-options.ts';
import { knownModels } from '../../src/project/known-models.ts';
import { tinyWorkplace } from '../pipeline/tiny-workplace.ts';
import { openApp } from './open-app.ts';

test('models to start from are those here, then those to download, each with what it takes', async () => {
  const app = await openApp(await tinyWorkplace());
  const response = await app.ask('GET', '/api/models');
  const { options, availableBytes } = (await response.json()) as BaseOptions;
  expect(availableBytes).toBeGreaterThan(0);
  expect(options[0]).toMatchObject({ name: 'tiny', isHere: true, problem: null, needs: { isCounted: true } });
  const downloads = options.filter(({ isHere }) => !isHere);
  expect(downloads.map(({ name }) => name)).toEqual(knownModels.map(({ name }) => name));
});
