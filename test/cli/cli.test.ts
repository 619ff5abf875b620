import { describe, expect, test } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { type CommandEntry, defineCommand } from '../../src/cli/command.ts';
import { OutputClosed } from '../../src/cli/report-error.ts';
import { Fault } from '../../src/fault.ts';
import { group } from '../../src/pipeline/settings/settings-table.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

let received: unknown = null;
let failure: unknown = null;

const settings = {
  posts: { type: 'list', help: 'Files and folders of posts.' },
  dataset: { type: 'path', default: null, absent: 'none', help: 'What to train on.' },
  beside: { type: 'list', default: null, absent: 'none', help: 'Other posts.' },
  model_name: { type: 'text', default: 'nano', help: 'Base model.' },
  title: { type: 'texts', default: null, absent: 'none', help: 'Titles.' },
  tags: { type: 'texts', separator: ',', default: null, absent: 'none', help: 'Tags.' },
  ...group('Numbers', {
    val_batch_size: { type: 'integer', unit: 'windows', min: 1, default: 2, help: 'Windows in a batch.' },
    learning_rate: { type: 'number', above: 0, default: null, absent: 'by the model', help: 'Size of the updates.' },
  }),
  optimizer: { type: 'choice', choices: ['adam', 'sgd'], default: 'adam', help: 'Which optimizer.' },
  memory_saving_gradients: { type: 'boolean', default: false, help: 'Recompute each block.' },
  stop_at_end: { type: 'boolean', default: true, help: 'End a text at its end mark.', off: 'Go on after an end mark.' },
} as const;

const defaults = {
  posts: ['a'],
  dataset: null,
  beside: null,
  model_name: 'nano',
  title: null,
  tags: null,
  val_batch_size: 2,
  learning_rate: null,
  optimizer: 'adam',
  memory_saving_gradients: false,
  stop_at_end: true,
};

const learn = defineCommand({
  arguments: ['posts'],
  settings,
  examples: [['tpdne learn posts', 'Learns a folder.']],
  essential: ['model_name', 'stop_at_end'],
  async run(context) {
    received = context.settings;
    if (failure !== null) throw failure;
    context.screen.print('done');
  },
});

const commands: readonly CommandEntry[] = [
  { name: 'learn', group: 'All', summary: 'Learns from posts.', load: async () => learn },
  {
    name: 'broken',
    group: 'Other',
    summary: 'Cannot even be loaded.',
    load: () => Promise.reject(new Error('this command is not to be loaded')),
  },
];

async function run(...argv: string[]) {
  const { surroundings, printed, noted, stop } = fakeSurroundings();
  received = null;
  const exitCode = await cli(argv, commands, '1.2.3', surroundings);
  return { exitCode, settings: received, out: printed.join('\n'), errors: noted.join('\n'), stop };
}

describe('settings on the command line', () => {
  test('have their defaults if nothing is given', async () => {
    const { exitCode, settings, out } = await run('learn', 'a');
    expect({ exitCode, settings, out }).toEqual({ exitCode: 0, settings: defaults, out: 'done' });
  });

  test.each([
    [['--val_batch_size', '3'], { val_batch_size: 3 }],
    [['--val-batch-size', '3'], { val_batch_size: 3 }],
    [['--val-batch_size=3'], { val_batch_size: 3 }],
    [['--val_batch_size=3', '--val-batch-size', '4'], { val_batch_size: 4 }],
    [['--learning_rate', '2e-5'], { learning_rate: 2e-5 }],
    [['--model_name', '--val-batch-size'], { model_name: '--val-batch-size' }],
    [['--model_name', '-1'], { model_name: '-1' }],
    [['--optimizer', 'sgd'], { optimizer: 'sgd' }],
    [['--memory_saving_gradients'], { memory_saving_gradients: true }],
    [['--memory-saving-gradients=True'], { memory_saving_gradients: true }],
    [['--memory_saving_gradients=false'], { memory_saving_gradients: false }],
    [['--no-memory_saving_gradients'], { memory_saving_gradients: false }],
    [['--no-stop-at-end'], { stop_at_end: false }],
    [['--no_stop_at_end'], { stop_at_end: false }],
    [['--stop_at_end=False'], { stop_at_end: false }],
    [['--stop_at_end'], { stop_at_end: true }],
    [['b', 'c'], { posts: ['a', 'b', 'c'] }],
    [['--title', 'A, b', 'c', '--title= D '], { posts: ['a', 'c'], title: ['A, b', 'D'] }],
    [['--tags', 'a, b c', 'd', '--tags', 'e'], { posts: ['a', 'd'], tags: ['a', 'b c', 'e'] }],
    [['--debug'], {}],
  ])('%j', async (argv, expected) => {
    const { settings, errors } = await run('learn', 'a', ...argv);
    expect(errors).toBe('');
    expect(settings).toEqual({ ...defaults, ...expected });
  });
});

describe('an invalid command line ends with exit code 2 and one sentence', () => {
  test.each([
    [
      ['learn', 'a', '--val_bach_size', '3'],
      'tpdne: learn has no setting --val_bach_size; did you mean --val_batch_size?',
    ],
    [
      ['learn', 'a', '--val-bach-size=3'],
      'tpdne: learn has no setting --val-bach-size=3; did you mean --val_batch_size?',
    ],
    [
      ['learn', 'a', '--stop_at_end=maybe'],
      'tpdne: learn has no setting --stop_at_end=maybe; did you mean --stop_at_end?',
    ],
    [['learn', 'a', '--lr', '1'], 'tpdne: learn has no setting --lr; use --learning_rate.'],
    [['learn', 'a', '-m', 'nano'], 'tpdne: learn has no setting -m; use --model_name.'],
    [['learn', '--posts', 'a'], 'tpdne: learn has no setting --posts; give posts without an option.'],
    [['learn', '--input=a'], 'tpdne: learn has no setting --input=a; use --dataset.'],
    [['learn', 'a', '--top_p', '1'], 'tpdne: learn has no setting --top_p.'],
    [['learn', 'a', '--xyzzyx'], 'tpdne: learn has no setting --xyzzyx.'],
    [
      ['learn', 'a', '--val_batch_size', 'two'],
      'tpdne: --val_batch_size takes a whole number of windows, 1 or more, got "two".',
    ],
    [['learn', 'a', '--learning_rate', '0'], 'tpdne: --learning_rate takes a number, above 0, got 0.'],
    [['learn', 'a', '--optimizer', 'lion'], 'tpdne: --optimizer takes one of adam, sgd, got "lion".'],
    [['learn'], 'tpdne: posts is missing: Files and folders of posts.'],
    [['learn', '--beside', 'a'], 'tpdne: posts is missing: Files and folders of posts.'],
    [
      ['learn', '--beside', 'a', 'b'],
      'tpdne: posts is missing: Files and folders of posts. --beside took all words after it: write posts before it.',
    ],
    [['learn', 'a', '--dataset'], "tpdne: learn: option '--dataset <path>' argument missing."],
    [['lern'], 'tpdne: There is no command lern; did you mean learn?'],
    [['xyzzyx'], 'tpdne: There is no command xyzzyx; the commands are learn, broken.'],
    [['help', 'lern'], 'tpdne: There is no command lern; did you mean learn?'],
    [['--frobnicate'], 'tpdne: tpdne has no setting --frobnicate; write it after a command.'],
  ])('%j', async (argv, errors) => {
    expect(await run(...argv)).toMatchObject({ exitCode: 2, settings: null, out: '', errors });
  });
});

describe('help', () => {
  test.each([[[]], [['help']], [['--help']], [['-h']]])(
    '%j lists the commands and loads none of them',
    async (argv) => {
      const { exitCode, out, errors } = await run(...argv);
      expect(exitCode).toBe(0);
      expect(errors).toBe('');
      expect(out).toMatch(/^All:\n +learn +Learns from posts\.\n\nOther:\n +broken +Cannot even be loaded\.$/m);
    },
  );

  test.each([[['help', 'learn']], [['learn', '--help']]])('%j begins with examples', async (argv) => {
    const { exitCode, settings, out } = await run(...argv);
    expect(exitCode).toBe(0);
    expect(settings).toBeNull();
    expect(out.split('\n\n')).toEqual([
      'Learns from posts.',
      'Examples:\n  tpdne learn posts\n      Learns a folder.',
      'Usage: tpdne learn <posts...> [settings]',
      'Arguments:\n  posts  Files and folders of posts.',
      'Settings:\n  --model_name <text>  Base model. [default nano]\n  --no-stop_at_end     Go on after an end mark.',
      'tpdne help learn --all shows all 10 settings.',
    ]);
  });

  test.each([[['help', 'learn', '--all']], [['learn', '--help', '--all']], [['learn', '--all']]])(
    '%j lists every setting, grouped',
    async (argv) => {
      const { exitCode, settings, out } = await run(...argv);
      expect(exitCode).toBe(0);
      expect(settings).toBeNull();
      expect(out).toMatch(/Numbers:\n +--val_batch_size <windows> +Windows in a batch\. \[1 or more;\s+default\s+2\]/);
      expect(out).toMatch(/--learning_rate <number> +Size of the updates\. \[above 0; default: by the\s+model\]/);
      expect(out).toMatch(/--optimizer <adam\|sgd> +Which optimizer\. \[default adam\]/);
      expect(out).not.toMatch(/--stop_at_end|--no-memory/);
      expect(out).toMatch(/Other:\n +--config <file> [\s\S]*--help/);
    },
  );

  test.each([['--version'], ['-v'], ['-V'], ['version']])('%s', async (word) => {
    expect(await run(word)).toMatchObject({ exitCode: 0, out: '1.2.3', errors: '' });
  });
});

describe('what a command throws', () => {
  class NoPostsFault extends Fault {}
  const fail = async (error: unknown, ...argv: string[]) => {
    failure = error;
    try {
      return await run('learn', 'a', ...argv);
    } finally {
      failure = null;
    }
  };

  test('a Fault is shown as one sentence', async () => {
    const result = await fail(new NoPostsFault('There is no post in a.'));
    expect(result).toMatchObject({ exitCode: 1, errors: 'tpdne: There is no post in a.' });
  });

  test('a Fault with --debug is shown with its stack and its causes', async () => {
    const { errors } = await fail(new NoPostsFault('No post.', { cause: new Error('the disk said no') }), '--debug');
    expect(errors).toMatch(
      /^tpdne: No post\.\nNoPostsFault: No post\.\n +at [\s\S]*caused by: Error: the disk said no\n +at /,
    );
  });

  test('an error of the operating system is shown as one sentence too', async () => {
    const refusal = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    expect(await fail(refusal)).toMatchObject({ exitCode: 1, errors: 'tpdne: ENOSPC: no space left on device, write' });
  });

  test('any other error is shown with its stack, as a bug', async () => {
    const { exitCode, errors } = await fail(new TypeError('x is undefined'));
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^TypeError: x is undefined\n +at [\s\S]*tpdne: This is a bug in tpdne/);
  });

  test('a command that cannot be loaded is a bug', async () => {
    expect((await run('broken')).errors).toContain('this command is not to be loaded');
  });
});

describe('an interrupted command', () => {
  const waiting = defineCommand({
    arguments: [],
    settings: {},
    examples: [],
    run: async ({ signal }) => signal.throwIfAborted(),
  });
  const entry: CommandEntry = { name: 'wait', group: 'All', summary: 'Waits.', load: async () => waiting };

  test('ends with exit code 130', async () => {
    const { surroundings, noted, stop } = fakeSurroundings();
    stop.abort();
    expect(await cli(['wait'], [entry], '1', surroundings)).toBe(130);
    expect(noted).toEqual(['interrupted']);
  });

  test('ends silently if its output is closed', async () => {
    const { surroundings, noted, stop } = fakeSurroundings();
    stop.abort(new OutputClosed());
    expect(await cli(['wait'], [entry], '1', surroundings)).toBe(0);
    expect(noted).toEqual([]);
  });
});
