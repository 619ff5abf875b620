import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { globSync } from 'tinyglobby';

const configuration = ['package.json', 'tsdown.config.ts', 'tsconfig.json'];
/** The last file of each of the two builds. */
const built = ['dist/cli.js', 'dist/studio/index.html'];

/** The journeys run the published build: rebuilds dist/ if anything in src/ is newer. */
export function setup(): void {
  const sources = [...globSync('src/**/*.{ts,tsx,css,html,svg}'), ...configuration];
  const youngest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  if (built.every((file) => existsSync(file) && statSync(file).mtimeMs > youngest)) return;
  execFileSync('npm', ['run', 'bundle'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
