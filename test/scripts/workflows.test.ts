import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { PLATFORMS, platformName } from '../../scripts/native/platforms.mjs';

interface Job {
  readonly strategy?: { readonly matrix: { readonly include?: readonly { readonly platform: string }[] } };
  readonly steps: readonly { readonly run?: string }[];
}

const jobsOf = (workflow: string): Record<string, Job> =>
  parse(readFileSync(new URL(`../../.github/workflows/${workflow}.yml`, import.meta.url), 'utf8')).jobs;

test('a release makes the package of each platform', () => {
  const made = jobsOf('release').prebuild.strategy!.matrix.include!.map(({ platform }) => platform);
  expect(made).toEqual(PLATFORMS.map(platformName));
});

test.each(['ci', 'release'])('the workflow %s runs existing scripts', (workflow) => {
  const commands = Object.values(jobsOf(workflow)).flatMap(({ steps }) => steps.flatMap(({ run = '' }) => run));
  expect(commands.join('\n')).toMatch(/npm|\.ci\/run/);
  for (const [, script] of commands.join('\n').matchAll(/npm (?:run )?(test|(?<=run )\S+)/g)) {
    expect(packageJson.scripts).toHaveProperty(script);
  }
});

test('a clone does not depend on the packages of platforms, and npm runs prebuild only by name', () => {
  expect(Object.keys(packageJson.optionalDependencies)).toEqual(['webgpu']);
  expect(packageJson.private).toBe(true);
  // npm runs a script called prebuild before the one called build.
  expect(packageJson.scripts).toHaveProperty('prebuild');
  expect(packageJson.scripts).not.toHaveProperty('build');
});
