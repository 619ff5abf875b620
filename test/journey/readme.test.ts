import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { writeReciter } from '../pipeline/reciter.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { root, tpdne } from './tpdne.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, commands]) =>
  commands
    .trim()
    .split('\n')
    .map((line) => line.replace(/ +#.*$/, '')),
);

/** A command as typed, in words; a quoted text is one. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

/** Runs the commands of a block one after another; `shorter` is appended to a command, and a later value overrides. */
async function typed(block: readonly string[], cwd: string, shorter: Readonly<Record<string, readonly string[]>>) {
  const outputs: string[] = [];
  for (const line of block) {
    const [, name, ...argv] = wordsOf(line);
    const ending = await tpdne([name, ...argv, ...(shorter[name] ?? [])], { cwd });
    expect(ending, line).toMatchObject({ exitCode: 0 });
    expect(ending.stdout, line).not.toBe('');
    outputs.push(ending.stdout);
  }
  return outputs;
}

test('the steps from posts to a text work one after another, each with the output of the one before', async () => {
  const steps = blocks.find((commands) => commands[0].startsWith('tpdne prepare'))!;
  expect(steps.map((command) => command.split(' ')[1])).toEqual(['prepare', 'encode', 'train', 'generate']);
  const cwd = temporaryFolder();
  cpSync(join(root, 'examples'), join(cwd, 'examples'), { recursive: true });
  await typed(steps, cwd, {
    train: ['--steps', '2', '--window', '16', '--val_split', '0', '--sample_every', '0'],
    generate: ['--length', '8'],
  });
  expect(readdirSync(join(cwd, 'checkpoint/example'))).toContain('model-2');
});

/** A Jekyll site with a few posts, and a model that recites a draft whatever it reads. */
async function site(): Promise<string> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, '_config.yml'), 'title: A shed\n');
  mkdirSync(join(cwd, '_posts'));
  for (const day of [1, 2, 3]) {
    const head = `---\nlayout: post\ntitle: "Post ${day}"\ndate: 2019-03-0${day}\n---\n`;
    writeFileSync(join(cwd, '_posts', `2019-03-0${day}-post.md`), `${head}Lamp number ${day} says I am a lamp.\n`);
  }
  const body = 'I am a b. '.repeat(8).trim();
  await writeReciter(join(cwd, 'models/reciter'), `---\ntitle: "P?ss L?mp"\ndate: 2019-03-01\n---\n\n~${body}`);
  return cwd;
}

const quick = {
  run: '--model_name reciter --format markdown --steps 2 --window 16 --learning_rate 1e-9 --length 120 --dry_multiplier 0'
    .concat(' --min_score 0 --best_of 1 --seed 2 --threads 1')
    .split(' '),
  init: ['--yes'],
};

test('your own blog in four commands', async () => {
  const cwd = await site();
  const own = blocks.find((commands) => commands[0].startsWith('tpdne init'))!;
  expect(own.map((command) => command.split(' ')[1])).toEqual(['init', 'run', 'review', 'publish']);
  const [init, run, review, publish] = await typed(own.slice(0, 3), cwd, quick).then(async (outputs) => {
    const [draft] = readdirSync(join(cwd, '_drafts')).filter((name) => name.endsWith('.md'));
    await tpdne(['approve', draft], { cwd });
    return [...outputs, ...(await typed(own.slice(3), cwd, quick))];
  });
  expect(init).toContain('tpdne.config.json');
  expect(run).toContain('Wrote 3 new posts to _drafts.');
  expect(review).toMatch(/not reviewed +_drafts\//);
  expect(publish).toMatch(/_posts\//);
  expect(readdirSync(join(cwd, '_posts'))).toHaveLength(4);
}, 120_000);

test('the commands about a subject, and those that start over and remove', async () => {
  const cwd = await site();
  await tpdne(['init', '--yes'], { cwd });
  const [subject, over] = ['tpdne run --title', 'tpdne run --fresh'].map(
    (begin) => blocks.find((commands) => commands[0].startsWith(begin))!,
  );
  // The reciter cannot follow a subject: another test parses that line, and test/journey/subject.test.ts follows one.
  await typed(['tpdne run'], cwd, quick);
  writeFileSync(join(cwd, '_drafts/began.md'), '---\ntitle: "Pass Lamp"\ndate: 2019-03-01\n---\n\nI');
  await typed(subject.slice(1), cwd, {
    continue: ['--model_name', 'reciter', '--format', 'markdown', '--length', '100'],
  });
  mkdirSync(join(cwd, 'models/smollm2-135m'));
  await typed(over, cwd, { ...quick, run: [...quick.run, '--count', '1'], remove: ['--yes'] });
  expect(readdirSync(join(cwd, 'models'))).toEqual(expect.not.arrayContaining(['smollm2-135m']));
  expect(readdirSync(cwd)).not.toContain('checkpoint');
}, 120_000);

test('the README begins with commands from package.json', () => {
  const [start, tests] = blocks;
  expect([start, tests]).toEqual([['npm ci && npm start'], ['npm ci && npm test']]);
  expect(packageJson.scripts.start).toContain('dist/cli.js run examples/blog/_articles');
  expect(readme.split('\n').slice(0, 40).join('\n')).toContain(start[0]);
});
