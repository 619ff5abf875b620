import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { folderForAllTests } from '../temporary-folder.ts';
import { root } from './tpdne.ts';

const examples = readdirSync('examples/library').filter((name) => name.endsWith('.ts'));

const resolutions: [string, ts.CompilerOptions][] = [
  ['nodenext', { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }],
  ['bundler', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
];

/** A project of somebody who has installed the package: the examples, and what npm puts into node_modules/. */
const project = folderForAllTests();
beforeAll(() => {
  mkdirSync(join(project, 'node_modules/@types'), { recursive: true });
  symlinkSync(root, join(project, 'node_modules', packageJson.name), 'dir');
  symlinkSync(join(root, 'node_modules/@types/node'), join(project, 'node_modules/@types/node'), 'dir');
  cpSync('examples/library', project, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
});

const strict: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts'],
  types: ['node'],
  strict: true,
  noEmit: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
};

/** What TypeScript says about files of the project, and about the types of the package. */
function complaints(files: readonly string[], options: ts.CompilerOptions): string[] {
  const host = ts.createCompilerHost(options);
  host.getCurrentDirectory = () => project;
  const program = ts.createProgram(
    files.map((name) => join(project, name)),
    options,
    host,
  );
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file }) => {
    return `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

describe.each(resolutions)('with moduleResolution %s, strict', (_, options) => {
  it('the examples compile, and so do the types of every entry', () => {
    const imports = ['', '/engine', '/browser'].map(
      (entry, i) => `import * as e${i} from '${packageJson.name}${entry}';`,
    );
    writeFileSync(join(project, 'entries.ts'), `${imports.join('\n')}\nexport const all = [e0, e1, e2];\n`);
    expect(complaints([...examples, 'entries.ts'], { ...strict, ...options })).toEqual([]);
  });
});

/** The program that an editor shows, and TypeScript's answers to the editor. */
let shown = { version: 0, text: '' };
const editor = ts.createLanguageService({
  getCompilationSettings: () => ({ ...strict, ...resolutions[0][1] }),
  getScriptFileNames: () => [join(project, 'shown.ts')],
  getScriptVersion: (name) => (name.endsWith('shown.ts') ? String(shown.version) : ''),
  getScriptSnapshot: (name) => {
    const content = name.endsWith('shown.ts') ? shown.text : ts.sys.readFile(name);
    return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
  },
  getCurrentDirectory: () => project,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (name) => name.endsWith('shown.ts') || ts.sys.fileExists(name),
  readFile: ts.sys.readFile,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
  realpath: (path) => ts.sys.realpath?.(path) ?? path,
});

function show(statement: string): string {
  const text = `import { run, train } from '${packageJson.name}';\nexport const job = ${statement};\nexport { run, train };\n`;
  shown = { version: shown.version + 1, text };
  return join(project, 'shown.ts');
}

/** The errors that an editor underlines. */
const errorsIn = (statement: string) =>
  editor
    .getSemanticDiagnostics(show(statement))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));

/** What an editor shows at a word. */
function hoverAt(word: string, statement: string): string {
  const file = show(statement);
  const info = editor.getQuickInfoAtPosition(file, shown.text.indexOf(word, shown.text.indexOf(statement)))!;
  return `${ts.displayPartsToString(info.displayParts)}\n${ts.displayPartsToString(info.documentation)}`;
}

describe('an editor shows', () => {
  it('what a setting does, its range and its default', () => {
    expect(hoverAt('length', "run({ posts: ['posts'], out: 'new', length: 200 })")).toBe(
      '(property) RunGiven.length?: number | undefined\n' +
        'Maximum length of a new post.\n\nA whole number of tokens, 1 or more. Default: 1023.',
    );
    expect(hoverAt('site', "train({ dataset: 'posts', site: 'hugo' })")).toMatch(
      /^\(property\) TrainGiven\.site\?: .*"hugo".*\nGenerator of a site; .*\n\nDefault: `'auto'`\.$/,
    );
  });

  it('what a function does, and the type of its settings', () => {
    expect(hoverAt('train', "train({ dataset: 'posts' })")).toMatch(
      /given: TrainGiven[\s\S]*\nTrains a model on a dataset/,
    );
  });

  it('no error for good settings', () => {
    expect(errorsIn("run({ posts: ['posts'], out: 'new', seed: undefined, min_score: null })")).toEqual([]);
  });

  it('a misspelt setting, and the right name', () => {
    expect(errorsIn("run({ posts: ['posts'], out: 'new', lenght: 200 })")).toEqual([
      "Object literal may only specify known properties, but 'lenght' does not exist in type 'RunGiven'. Did you mean to write 'length'?",
    ]);
  });

  it('a value of a wrong type, and the right one', () => {
    expect(errorsIn("run({ posts: ['posts'], out: 'new', steps: '200' })")).toEqual([
      "Type 'string' is not assignable to type 'number'.",
    ]);
    expect(errorsIn("run({ posts: ['posts'], out: 'new', site: 'jekyl' })")[0]).toContain(`Did you mean '"jekyll"'?`);
  });

  it('a setting that is missing', () => {
    expect(errorsIn("run({ posts: ['posts'] })")[0]).toContain("Property 'out' is missing in type");
  });
});
