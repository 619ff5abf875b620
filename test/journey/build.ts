import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { globSync } from 'tinyglobby';

const configuration = ['package.json', 'tsdown.config.ts', 'tsconfig.json'];

/** The journeys run the published build: rebuilds dist/ if anything in src/ is newer. */
export function setup(): void {
  const built = 'dist/cli.js';
  const youngest = Math.max(...[...globSync('src/**/*.ts'), ...configuration].map((file) => statSync(file).mtimeMs));
  if (existsSync(built) && statSync(built).mtimeMs > youngest) return;
  execFileSync('npx', ['tsdown'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
