import { describe, expect, test } from 'vitest';
import { tableRows } from '../../src/studio/pages/chart/table-rows.ts';
import { NO_CURVE } from '../../src/studio/pages/chart/training-curve.ts';
import { fitOf, minutesInWords } from '../../src/studio/pages/learn/fit.ts';
import { configChanges, differing, grouped, missing } from '../../src/studio/pages/learn/form.ts';
import { foundIn } from '../../src/studio/pages/learn/found.ts';
import { milestones, planInWords, tokensPerSecond } from '../../src/studio/pages/learn/progress.ts';
import { lastTraining, runOf, sameAgain } from '../../src/studio/pages/learn/run-of.ts';
import { mergedSamples, sampleTable } from '../../src/studio/pages/learn/samples.ts';
import type { SettingFacts } from '../../src/studio/pages/parts/setting-facts.ts';
import type { Job, ProjectFacts, RunSummary } from '../../src/studio/protocol.ts';

const setting = (name: string, more: Partial<SettingFacts> = {}): SettingFacts => ({
  name,
  type: 'text',
  help: '',
  section: 'training',
  ...more,
});

describe('what differs from the config file', () => {
  const table = [
    setting('posts', { type: 'list' }),
    setting('steps', { default: null }),
    setting('seed', { default: 0 }),
    setting('fresh', { default: false, section: null }),
  ];

  test.each([
    [{}, {}, {}],
    [{ seed: 0, fresh: false }, {}, {}],
    [{ seed: 3 }, {}, { seed: 3 }],
    [{ seed: 3 }, { seed: 3 }, {}],
    // Back to the default against the config file.
    [{ seed: 0 }, { seed: 3 }, { seed: 0 }],
    [{ posts: ['a'] }, { posts: ['a'] }, {}],
    [{ posts: ['a', 'b'] }, { posts: ['a'] }, { posts: ['a', 'b'] }],
    [{ unknown: 1 }, {}, {}],
  ])('given %j over %j: %j', (given, config, expected) => expect(differing(table, given, config)).toEqual(expected));

  test('is kept in its sections, without what a config file cannot contain', () => {
    expect(configChanges(table, { steps: 5, fresh: true, unknown: 1 })).toEqual({ training: { steps: 5 } });
  });

  test('what a command needs and lacks is asked for', () => {
    expect(missing(table, {}).map(({ name }) => name)).toEqual(['posts']);
    expect(missing(table, { posts: ['a'] })).toEqual([]);
  });
});

test('settings are found by the words of their name, meaning and group; those without a group come first', () => {
  const table = [
    setting('learning_rate', { group: 'Optimizer', help: 'How far each update moves the weights.' }),
    setting('posts', { help: 'Where posts are.' }),
    setting('warmup_steps', { group: 'Optimizer', help: 'Steps in which the learning rate rises.' }),
  ];
  const names = (search: string) =>
    grouped(table, search).map(([group, list]) => [group, list.map(({ name }) => name)]);
  expect(names('')).toEqual([
    ['', ['posts']],
    ['Optimizer', ['learning_rate', 'warmup_steps']],
  ]);
  expect(names(' Learning RATE ')).toEqual([['Optimizer', ['learning_rate', 'warmup_steps']]]);
  expect(names('update')).toEqual([['Optimizer', ['learning_rate']]]);
  expect(names('optimizer rises')).toEqual([['Optimizer', ['warmup_steps']]]);
  expect(names('nothing like it')).toEqual([]);
});

describe('what is there of a run', () => {
  const run = (more: Partial<RunSummary>) => ({ steps: 100, job: null, isTraining: false, ...more }) as RunSummary;
  const job = (isTrained: boolean, isComplete: boolean, written: number) => ({ isTrained, isComplete, written });

  test.each([
    [null, /begins a new run, r1/, 'Teach it your voice', false],
    [run({ steps: null }), /begins a new run/, 'Teach it your voice', false],
    [run({ steps: null, job: job(false, false, 0) }), /only just begun/, 'Go on', false],
    [run({ job: job(false, false, 0) }), /paused after 100 steps/, 'Go on', true],
    [run({}), /has learned for 100 steps/, 'Go on', true],
    [run({ job: job(true, false, 0) }), /no draft is written yet/, 'Go on writing', true],
    [run({ job: job(true, false, 2) }), /2 drafts of the series/, 'Go on writing', true],
    [run({ job: job(true, true, 1) }), /written 1 draft\. It learns again/, 'Go on', true],
    [run({ isTraining: true }), /Another program/, 'Go on once it is free', true],
  ] as const)('%#', (found, sentence, button, hasLearned) => {
    const result = foundIn('r1', found);
    expect(result).toMatchObject({ button, hasLearned });
    expect(result.sentence).toMatch(sentence);
  });
});

describe('the run of a job', () => {
  const facts = (run_name?: string) =>
    ({ config: { settings: { run: run_name === undefined ? {} : { run_name } } } }) as unknown as ProjectFacts;

  test.each([
    [{ run_name: 'mine' }, facts('config'), 'mine'],
    [{}, facts('config'), 'config'],
    [{}, facts(), 'run1'],
    [{}, { config: null } as ProjectFacts, 'run1'],
  ])('%j', (settings, project, name) => expect(runOf({ command: 'run', settings }, project)).toBe(name));

  test('is not started over when it goes on', () => {
    const again = (settings: object) => sameAgain({ command: 'train', settings: settings as Record<string, unknown> });
    expect(again({ fresh: true, steps: 5 })).toEqual({ command: 'train', settings: { steps: 5 } });
    expect(again({ restore_from: 'fresh' }).settings).toEqual({});
    expect(again({ restore_from: 'model-5' }).settings).toEqual({ restore_from: 'model-5' });
  });
});

describe('the training that ended last', () => {
  const project = { config: null } as ProjectFacts;
  const job = (run_name: string, ended: string, state = 'stopped') =>
    ({ command: 'run', settings: { run_name }, ended, state }) as unknown as Job;
  const runs = [
    { name: 'newest', changed: '2026-01-02T12:00:00Z' },
    { name: 'old', changed: '2026-01-01T12:00:00Z' },
  ];

  test.each([
    ['none', [], null, null],
    ['one that left no run', [], job('a', '2026-01-01'), ['a', true]],
    ['one from a terminal', runs, null, ['newest', false]],
    ['one from a terminal after that of a job', runs, job('old', '2026-01-01T12:00:00Z'), ['newest', false]],
    ['that of the newest run', runs, job('newest', '2026-01-02T11:59:00Z'), ['newest', true]],
    ['none if what it trained was deleted', [], job('a', '2026-01-01', 'done'), null],
    ['the newest if what it trained was deleted', runs, job('a', '2026-01-03', 'done'), ['newest', false]],
    ['one that is done', runs, job('old', '2026-01-03', 'done'), ['old', true]],
    ['one that was stopped before it began', runs, job('a', '2026-01-02T13:00:00Z'), ['a', true]],
  ] as const)('is %s', (_, all, last, expected) => {
    const found = lastTraining(all, last, project);
    expect(found === null ? null : [found.run, found.job !== null]).toEqual(expected);
  });
});

describe('the speed', () => {
  const step = (at: number, seconds: number) => ({ type: 'step', step: at, seconds, tokens: at * 100 });

  test('is unknown before the second step, and that of the last steps after it', () => {
    expect(tokensPerSecond([])).toBeNull();
    expect(tokensPerSecond([step(1, 1)])).toBeNull();
    expect(tokensPerSecond([step(1, 1), step(2, 1)])).toBeNull();
    expect(tokensPerSecond([step(1, 1), { type: 'saving' }, step(2, 3)])).toBe(50);
    const slowThenFast = [step(1, 100), ...Array.from({ length: 20 }, (_, i) => step(i + 2, 200 + i))];
    expect(tokensPerSecond(slowThenFast)).toBe(100);
  });

  test('of a job that resumed is that of its second call', () => {
    expect(tokensPerSecond([step(1, 50), step(2, 90), step(2, 1), step(3, 2)])).toBe(100);
  });
});

test('more is on disk after the first step, a validation, a checkpoint and samples', () => {
  const after = (...types: string[]) => milestones(types.map((type) => ({ type })));
  expect(after('plan')).toBe(0);
  expect(after('step')).toBe(1);
  expect(after('step', 'step')).toBe(1);
  expect(after('step', 'validation', 'saved', 'samples-written')).toBe(4);
});

describe('the plan in words', () => {
  const plan = {
    type: 'plan',
    device: 'CPU, 2 threads',
    parameters: 134_515_008,
    tokensPerStep: 1024,
    stepsPerEpoch: 50,
    steps: 75,
    memory: { total: 3.2e9 },
    availableBytes: 8e9,
  };

  test('says what it starts from, reads, does and takes', () => {
    const events = [
      { type: 'starting-model', name: 'smollm2-135m', isRandom: false, step: 0 },
      { type: 'dataset', posts: 60, heldOutPosts: 6 },
      plan,
    ];
    expect(planInWords(events)).toEqual([
      'It starts from smollm2-135m.',
      'It learns from 60 posts, of which 6 posts are held out to measure it on.',
      'Each step reads 1,024 tokens; 75 steps read your posts 1.5 times, or fewer if it is past its best before.',
      'The model has 135 million weights and takes about 3.2 GB of the 8.0 GB that were free, on CPU, 2 threads.',
    ]);
    expect(planInWords([])).toEqual([]);
  });

  test.each([
    [
      { type: 'starting-model', name: 'nano', isRandom: true, step: 0 },
      'It starts from nothing: a new model with random weights.',
    ],
    [{ type: 'starting-model', name: 'r', isRandom: false, step: 1200 }, 'It goes on from step 1,200.'],
    [{ type: 'dataset', posts: 1, heldOutPosts: 0 }, 'It learns from 1 post.'],
    [
      { type: 'dataset', posts: 10, heldOutPosts: 1 },
      'It learns from 10 posts, of which 1 post is held out to measure it on.',
    ],
  ])('%j', (event, sentence) => expect(planInWords([event])).toEqual([sentence]));

  test('of less than a pass, and in a browser, which does not know how much memory is free', () => {
    const [steps, memory] = planInWords([{ ...plan, steps: 10, stepsPerEpoch: 50 }], false);
    expect(steps).toBe(
      'Each step reads 1,024 tokens; 10 steps read 20 % of your posts, or fewer if it is past its best before.',
    );
    expect(memory).toBe('The model has 135 million weights and takes about 3.2 GB, on CPU, 2 threads.');
    expect(planInWords([{ ...plan, steps: 50, stepsPerEpoch: 50 }])[0]).toContain('read your posts 1.0 times');
  });

  test('of a training without an end, on a machine of unknown memory', () => {
    const [steps, memory] = planInWords([{ ...plan, steps: null, availableBytes: Number.MAX_SAFE_INTEGER }]);
    expect(steps).toBe('Each step reads 1,024 tokens; it goes on until you pause it.');
    expect(memory).toBe('The model has 135 million weights and takes about 3.2 GB, on CPU, 2 threads.');
  });
});

describe('samples', () => {
  const known = [{ step: 50, prompt: 'A', number: 1, text: 'A old' }];

  test('are those on disk and those reported, each once, in order of steps', () => {
    const events = [
      { type: 'sample', step: 50, prompt: 'A', number: 1, text: 'A new' },
      { type: 'sample', step: 0, prompt: '', number: 1, text: 'B' },
      { type: 'sampling', step: 9 },
    ];
    expect(mergedSamples(known, events).map(({ step, text }) => [step, text])).toEqual([
      [0, 'B'],
      [50, 'A new'],
    ]);
  });

  test('have a column for each step and a row for each prompt and number', () => {
    const more = [
      ...known,
      { step: 100, prompt: 'A', number: 1, text: 'A later' },
      { step: 100, prompt: 'A', number: 2, text: 'A2' },
    ];
    expect(sampleTable(more)).toEqual({
      steps: [50, 100],
      rows: [
        { prompt: 'A', number: 1, texts: ['A old', 'A later'] },
        { prompt: 'A', number: 2, texts: [null, 'A2'] },
      ],
    });
    expect(sampleTable([])).toEqual({ steps: [], rows: [] });
  });
});

test.each([
  [9e8, 'fits', 'fits: 900 MB'],
  [8.99e8, 'adapter', 'fits as an adapter: 400 MB'],
  [4e8, 'adapter', 'fits as an adapter: 400 MB'],
  [3.99e8, 'too-large', 'needs 400 MB, 399 MB free'],
  [Number.MAX_SAFE_INTEGER, 'unknown', 'needs 900 MB, 400 MB as an adapter'],
])('with %d bytes free a model %s', (free, kind, words) => {
  const needs = { wholeBytes: 9e8, adapterBytes: 4e8, isCounted: true, minutes: 1 };
  expect(fitOf(needs, free)).toEqual({ kind, words });
});

test.each([
  [0.4, 'less than a minute'],
  [1, 'about 1 min'],
  [89, 'about 89 min'],
  [90, 'about 2 h'],
  [600, 'about 10 h'],
])('%d minutes are %s', (minutes, words) => expect(minutesInWords(minutes)).toBe(words));

describe('the table of a chart', () => {
  test('has all validations, and at most twenty steps, the first and the last among them', () => {
    const steps = Array.from({ length: 1000 }, (_, i) => i + 1);
    const curve = {
      steps,
      seconds: steps,
      tokens: steps,
      losses: steps,
      validations: [0, 500, 1000].map((step) => ({ step, seconds: step, loss: 2 })),
    };
    const rows = tableRows(curve, steps);
    expect(rows[0]).toEqual({ step: 0, seconds: 0, smooth: null, heldOut: 2 });
    expect(rows[1]).toMatchObject({ step: 1, heldOut: null, smooth: 1 });
    expect(rows.find(({ step }) => step === 500)).toMatchObject({ smooth: 500, heldOut: 2 });
    expect(rows.at(-1)).toMatchObject({ step: 1000, heldOut: 2, smooth: 1000 });
    expect(rows.filter(({ heldOut }) => heldOut === null)).toHaveLength(19);
  });

  test('of a single step, and of none', () => {
    const one = { ...NO_CURVE, steps: [3], seconds: [1], tokens: [1], losses: [2] };
    expect(tableRows(one, [2])).toEqual([{ step: 3, seconds: 1, smooth: 2, heldOut: null }]);
    expect(tableRows(NO_CURVE, [])).toEqual([]);
  });
});
