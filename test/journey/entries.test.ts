import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { root, tpdne } from './tpdne.ts';

const manual = () => readFileSync(join(root, 'docs/library.md'), 'utf8');

/** What an entry of the installed package exports. */
function exportsOf(specifier: string): string[] {
  const program = `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(specifier)}))))`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, encoding: 'utf8' }),
  );
}

/** The names that docs/library.md imports from an entry. */
function importedInManual(specifier: string): string[] {
  const imports = manual().matchAll(new RegExp(`import \\{([^}]*)\\} from '${specifier}'`, 'g'));
  return [...imports].flatMap(([, names]) => names.split(',').map((name) => name.trim())).filter((name) => name !== '');
}

type ImportsOf = (code: string) => string[];

/** All static imports of a file. */
const staticImports: ImportsOf = (code) =>
  [...code.matchAll(/^\s*(?:import|export)\b[^"'()]*["']([^"']+)["']/gm)].map(([, name]) => name);

/** All imports of a file, static and dynamic. */
const allImports: ImportsOf = (code) => [
  ...staticImports(code),
  ...[...code.matchAll(/\b(?:import|require)\(\s*["']([^"']+)["']/g)].map(([, name]) => name),
];

/** The code of a built file and of all built files that it imports, by name in dist/. */
function bundle(file: string, importsOf: ImportsOf, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(file)) return seen;
  const code = readFileSync(join(root, 'dist', file), 'utf8');
  seen.set(file, code);
  for (const name of importsOf(code)) if (name.startsWith('.')) bundle(join(dirname(file), name), importsOf, seen);
  return seen;
}

describe.each(['this-post-does-not-exist', 'this-post-does-not-exist/engine', 'this-post-does-not-exist/browser'])(
  '%s',
  (specifier) => {
    test('exports what docs/library.md imports from it', () => {
      const imported = importedInManual(specifier);
      expect(imported).not.toEqual([]);
      expect(exportsOf(specifier)).toEqual(expect.arrayContaining(imported));
    });

    test('has code and types at the paths in package.json', () => {
      const entry = packageJson.exports[specifier.replace(packageJson.name, '.') as '.' | './engine' | './browser'];
      expect(existsSync(join(root, entry.types))).toBe(true);
      expect(existsSync(join(root, entry.default))).toBe(true);
    });
  },
);

test('the files of the bundled model are exported by name', () => {
  const program = `console.log(import.meta.resolve('${packageJson.name}/base-model/model.safetensors'))`;
  const found = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, encoding: 'utf8' });
  expect(existsSync(fileURLToPath(found.trim()))).toBe(true);
});

describe.each(['engine.js', 'browser.js'])('%s, for browsers', (entry) => {
  const files = bundle(entry, allImports);

  test.each([...files])('%s does not use Node', (_, code) => {
    const foreign = allImports(code).filter((name) => !name.startsWith('.'));
    expect(foreign.filter((name) => name.startsWith('node:') || builtinModules.includes(name))).toEqual([]);
    expect(code).not.toMatch(/\b(process\.(env|argv|platform|exit)|Buffer\.(from|alloc)|(?<!\\\{)__dirname)\b/);
  });
});

describe('the command', () => {
  test('tpdne --help lists the commands, without loading their libraries', async () => {
    const { exitCode, stdout, stderr } = await tpdne(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('tpdne help <command>');
    const loadedAtOnce = [...bundle('cli.js', staticImports).values()]
      .flatMap(staticImports)
      .filter((name) => !name.startsWith('.') && !name.startsWith('node:'));
    expect(new Set(loadedAtOnce)).toEqual(new Set(['commander', 'cli-progress', 'string-width']));
  });

  test('tpdne --version shows the version of the package', async () => {
    expect(await tpdne(['--version'])).toMatchObject({ exitCode: 0, stdout: `${packageJson.version}\n` });
  });
});
