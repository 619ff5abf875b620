import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { tpdne } from './tpdne.ts';

const paragraph =
  'The *kettle* sings before rain, and [nobody](https://kettle.example) has asked **why** it should.\n\n';

/** Enough posts for many seconds of work. */
const manyPosts = Object.fromEntries(
  Array.from({ length: 2000 }, (_, i) => [`post-${i}.md`, `# Number ${i}\n\n${paragraph.repeat(60)}${i}\n`]),
);
/** Each takes a second or so: enough of them to be stopped among them, or within one. */
const monsters = Object.fromEntries(
  Array.from({ length: 12 }, (_, i) => [
    `monster-${i}.md`,
    `# A monster ${i}\n\n${'- a\n'.repeat(100_000)}\n\n${'*a _b '.repeat(100_000)}`,
  ]),
);

describe.each([
  ['many posts', manyPosts],
  ['hostile posts', monsters],
])('a signal while %s are read', (_, files) => {
  it.each([
    ['SIGTERM', 'prepare'],
    ['SIGINT', 'import'],
  ] as const)('%s ends %s soon, and nothing is left of it', async (signal, command) => {
    const folder = temporaryFolder();
    const [posts, out] = [join(folder, 'posts'), join(folder, 'out')];
    mkdirSync(posts);
    mkdirSync(out);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(posts, name), text);
    const target = command === 'prepare' ? join(out, 'text.txt') : out;
    let sent = 0;
    const { exitCode } = await tpdne([command, posts, '--out', target, '--no-config'], {
      onStart: (child) => {
        setTimeout(() => {
          sent = performance.now();
          child.kill(signal);
        }, 1500);
      },
    });
    expect(exitCode).toBe(130);
    // A single post takes at most a few seconds, or more on a busy machine.
    expect(performance.now() - sent).toBeLessThan(20_000);
    // Posts imported before that are complete.
    expect(readdirSync(out).filter((name) => !name.endsWith('.md'))).toEqual([]);
  });
});
