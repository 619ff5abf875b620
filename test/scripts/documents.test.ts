import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documents, GIVEN, REFERENCE } from '../../scripts/documents/documents.ts';
import { givenInterface } from '../../scripts/documents/given-settings.ts';
import { defaultSentence, meaningOf, rangeSentence } from '../../scripts/documents/setting-sentences.ts';
import { commands } from '../../src/cli/commands.ts';
import * as library from '../../src/index.ts';

const written = await documents();

describe('a generated file', () => {
  it.each(written.map(({ path, text }) => [path, text]))('%s is current; npm run generate writes it', (path, text) => {
    expect(existsSync(path) && readFileSync(path, 'utf8')).toBe(text);
  });

  it('is made for each file in its folder', () => {
    const made = written.map(({ path }) => path).filter((path) => path.startsWith(GIVEN));
    expect(readdirSync(GIVEN).map((name) => `${GIVEN}/${name}`)).toEqual(made.sort());
  });
});

describe('the reference', () => {
  const page = (name: string) => written.find(({ path }) => path === `${REFERENCE}/${name}.md`)!.text;
  const anchorsOf = (text: string) => [
    ...[...text.matchAll(/^## (\S+)$/gm)].map(([, heading]) => heading.toLowerCase()),
    ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id),
  ];
  const pages = ['commands', 'library', 'events', 'faults'];

  it('has every command with every setting, and every example', async () => {
    const anchors = anchorsOf(page('commands'));
    for (const { name, load } of commands) {
      const { settings, examples } = await load();
      expect(anchors).toEqual(expect.arrayContaining([name, ...Object.keys(settings).map((key) => `${name}-${key}`)]));
      for (const [line] of examples) expect(page('commands')).toContain(`\n${line}\n`);
    }
  });

  it('has every fault that the library exports', () => {
    const classes = Object.entries(library).filter(([name, value]) => /Fault$/.test(name) && value !== library.Fault);
    expect(classes.length).toBeGreaterThan(50);
    const rows = page('faults').match(/^\| <a id="[^"]+"><\/a>`[a-z0-9-]+` \| `\w+Fault` \| .+ \|$/gm)!;
    expect(rows.map((row) => /`(\w+Fault)`/.exec(row)![1]).sort()).toEqual(classes.map(([name]) => name).sort());
  });

  it('has every function that returns a job', () => {
    const functions = Object.entries(library).filter(
      ([name, value]) => typeof value === 'function' && /^[a-z]/.test(name),
    );
    const named = functions.map(([name]) => name.toLowerCase()).filter((name) => name !== 'defineconfig');
    expect(anchorsOf(page('library')).sort()).toEqual([...named, 'projectoptions'].sort());
  });

  it('says what each event means', () => {
    const sections = page('events')
      .split(/\n(?=## |\*\*)/)
      .slice(1);
    expect(sections.length).toBeGreaterThan(60);
    const silent = sections.filter((text) => /^[^\n]*\n\n(- |Of )/.test(text));
    expect(silent.map((text) => text.split('\n')[0])).toEqual([]);
  });

  it.each(pages)('%s.md has each anchor once, and links to anchors that exist', (name) => {
    const anchors = anchorsOf(page(name));
    expect(anchors.filter((anchor, i) => anchors.indexOf(anchor) !== i)).toEqual([]);
    for (const [, target, anchor] of page(name).matchAll(/\]\((?:(\w+)\.md)?#([^)]+)\)/g)) {
      expect(anchorsOf(page(target ?? name))).toContain(anchor);
    }
  });
});

describe('the interface of given settings', () => {
  it('has the sentence, the range and the default of each setting above it', () => {
    const text = givenInterface('mow', {
      lawn: { type: 'path', help: 'Where to mow.' },
      height: { type: 'integer', unit: 'mm', min: 20, max: 90, default: 40, help: 'With --slow: what stays.' },
      slow: { type: 'boolean', default: true, help: 'Mow slowly.', off: 'Mow fast.' },
      pattern: { type: 'choice', choices: ['rows', 'circles'], default: null, absent: 'rows', help: 'The way to go.' },
    });
    expect(text).toBe(`// Generated from the table of settings by \`npm run generate\`. Change the table, not this file.

/** The settings of \`tpdne mow\`, as a caller gives them. */
export interface MowGiven {
  /**
   * Where to mow.
   *
   * A path. Required.
   */
  readonly lawn: string;
  /**
   * With \`slow\`: what stays.
   *
   * A whole number of mm, 20 to 90. Default: 40.
   */
  readonly height?: number | undefined;
  /**
   * Mow slowly.
   *
   * Default: true.
   */
  readonly slow?: boolean | undefined;
  /**
   * The way to go.
   *
   * Default: rows.
   */
  readonly pattern?: 'rows' | 'circles' | null | undefined;
}
`);
  });
});

describe('a sentence about a setting', () => {
  const table = {
    wait: { type: 'boolean', default: true, help: 'Wait.', off: 'Use --no-wait.' },
    at: { type: 'text', default: '09:00', help: 'Without --no-wait, like --other: the time.' },
  } as const;

  it('names the settings of the library instead of options, but only those of the table', () => {
    expect(meaningOf(table.at, table)).toBe('Without `wait: false`, like `--other`: the time.');
  });

  it('leaves out the range if the type says it', () => {
    expect([rangeSentence(table.wait), rangeSentence(table.at)]).toEqual(['', '']);
    expect(rangeSentence({ type: 'number', words: ['any'], above: 0, help: '' })).toBe('A number, above 0, or any.');
  });

  it('says what the default is, or that there is none', () => {
    expect(defaultSentence(table.at, table)).toBe("Default: `'09:00'`.");
    expect(defaultSentence({ type: 'text', default: null, absent: 'as with --at', help: '' }, table)).toBe(
      'Default: as with `at`.',
    );
    expect(defaultSentence({ type: 'text', help: '' }, table)).toBe('Required.');
  });

  it('cannot end the comment that it is in', () => {
    expect(() => meaningOf({ type: 'text', help: 'Such as **/*.md.' }, table)).toThrow(RangeError);
  });
});
