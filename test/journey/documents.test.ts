import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Command, CommandEntry } from '../../src/cli/command.ts';
import { commandFromSettings, spellBooleans } from '../../src/cli/command-from-settings.ts';
import { commands } from '../../src/cli/commands.ts';
import { root } from './tpdne.ts';

const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (document: string) => readFileSync(join(root, document), 'utf8');

let loaded: ReadonlyMap<string, { readonly entry: CommandEntry; readonly command: Command }>;
beforeAll(async () => {
  const pairs = commands.map(async (entry) => [entry.name, { entry, command: await entry.load() }] as const);
  loaded = new Map(await Promise.all(pairs));
});

/** The words of each command of tpdne in the shell blocks of a document. */
function typedCommands(text: string): string[][] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block.replaceAll('\\\n', ' '));
  return blocks.flatMap((block) => shellCommands(block)).filter(([program]) => program === 'tpdne');
}

/** Splits shell text into commands and words; quotes, comments, pipes and redirections as in sh. */
function shellCommands(text: string): string[][] {
  const all: string[][] = [[]];
  const word = /\$?'[^']*'|"[^"]*"|#[^\n]*|[|>\n;]|&&|[^\s'"|>;]+/y;
  let wasSpace = true;
  for (let at = 0; at < text.length; ) {
    word.lastIndex = at;
    const [found] = word.exec(text) ?? [];
    if (found === undefined) {
      at++;
      wasSpace = true;
      continue;
    }
    at += found.length;
    const last = all.at(-1)!;
    if (/^(?:[|>\n;]|&&)$/.test(found)) all.push([]);
    else if (!found.startsWith('#')) {
      const plain = found.replace(/^\$?(['"])([\s\S]*)\1$/, '$2');
      if (wasSpace || last.length === 0) last.push(plain);
      else last[last.length - 1] += plain;
    }
    wasSpace = false;
  }
  return all;
}

test('shell text is split as a shell does', () => {
  expect(shellCommands('tpdne a --b="c d" \'e f\' # g | h\ntpdne i | jq .x > y\n')).toEqual([
    ['tpdne', 'a', '--b=c d', 'e f'],
    ['tpdne', 'i'],
    ['jq', '.x'],
    ['y'],
    [],
  ]);
});

describe.each(documents)('%s', (document) => {
  test('shows commands that can be typed', () => {
    for (const [, name, ...argv] of typedCommands(textOf(document))) {
      const typed = [name, ...argv].join(' ');
      if (name === 'help') continue;
      const { entry, command } = loaded.get(name) ?? expect.fail(`there is no command ${typed}`);
      const parser = commandFromSettings(entry, command)
        .exitOverride()
        .configureOutput({ writeErr: () => {} });
      expect(() => parser.parse(spellBooleans(argv, command.settings), { from: 'user' }), typed).not.toThrow();
    }
  });

  test('names options that exist', () => {
    const known = new Set([...loaded.values()].flatMap(({ command }) => Object.keys(command.settings)));
    const other = [
      'all',
      'help',
      'version',
      'json',
      'debug',
      'config',
      'no_config',
      'ignore_scripts',
      'lora',
      'global',
      'omit',
      // Of mpirun.
      'bind_to',
      'allow_run_as_root',
      // Of srun.
      'mpi',
      'kill_on_bad_exit',
    ];
    const named = [...textOf(document).matchAll(/`(?:tpdne [a-z_]+ )?--([a-z][\w-]*)[^`]*`/g)].map(([, option]) =>
      option.replaceAll('-', '_'),
    );
    expect(
      named.filter(
        (option) => ![option, option.replace(/^no_/, '')].some((name) => known.has(name) || other.includes(name)),
      ),
    ).toEqual([]);
  });

  test('has an empty line below each table, as what follows at once would be a row of it', () => {
    expect(textOf(document)).not.toMatch(/^\|.*\n(?=[^|\n])/m);
  });

  test('links to files that exist, and to their headings', () => {
    for (const [, target] of textOf(document).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [file, heading] = target.split('#');
      const path = file === '' ? document : join(document, '..', file);
      const text = heading === undefined && !path.endsWith('.md') ? readFileSync(join(root, path)) : textOf(path);
      if (heading !== undefined) expect(headingsOf(String(text)), target).toContain(heading);
    }
  });
});

/** The anchors that the headings of a document have on a page. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('the README is short', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(150);
});
