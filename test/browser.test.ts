import { expect, expectTypeOf, test } from 'vitest';
import * as browser from '../src/browser.ts';
import type * as node from '../src/index.ts';

/** The functions that both entries have. */
const names = [
  'run',
  'train',
  'generate',
  'continueDraft',
  'makeDraft',
  'judge',
  'importPosts',
  'posts',
  'prepare',
  'encode',
  'evaluate',
  'exportModel',
  'report',
  'show',
  'models',
  'remove',
] as const;

type Name = (typeof names)[number];
type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type ResultOf<Function extends (...given: never[]) => unknown> = Awaited<ReturnType<Function>>;

test('the list has every function of the entry for browsers', () => {
  const functions = Object.entries(browser).filter(
    ([name, value]) => typeof value === 'function' && !/^[A-Z]/.test(name),
  );
  expect(functions.map(([name]) => name).sort()).toEqual(
    [...names, 'browserProject', 'memoryProject', 'browserDevices', 'workAsKernelThread'].sort(),
  );
});

test('a job gives the same result in a browser as in Node', () => {
  type Same = { [Each in Name]: Identical<ResultOf<(typeof browser)[Each]>, ResultOf<(typeof node)[Each]>> };
  expectTypeOf<Same>().toEqualTypeOf<Record<Name, true>>();
});

test('a job over files in memory can be awaited, and ends with the reason of the signal of its project', async () => {
  const project = browser.memoryProject();
  const listed = await browser.models(project);
  expect(listed.length).toBeGreaterThan(0);
  expect(listed.every(({ type }) => type === 'downloadable')).toBe(true);
  const stopped = { ...project, signal: AbortSignal.abort(new RangeError('stop')) };
  await expect(Promise.resolve(browser.models(stopped))).rejects.toThrow('stop');
});
