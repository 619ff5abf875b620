import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { addDays, dayIn, momentOf } from '../../../src/blog/publishing/zoned-time.ts';
import { Random } from '../../../src/engine/random.ts';
import { publish } from '../../../src/index.ts';
import type { PublishGiven } from '../../../src/pipeline/settings/publish.ts';
import { LockedFault } from '../../../src/project/file-faults.ts';
import { FakeClock } from './fake-clock.ts';
import { machine, PowerLoss } from './mortal-machine.ts';
import { TinyBlog } from './tiny-blog.ts';

vi.mock('node:fs/promises', async (original) => {
  const { mortal } = await import('./mortal-machine.ts');
  const changes = ['link', 'mkdir', 'open', 'rename', 'rm', 'rmdir', 'writeFile'] as const;
  return mortal(await original<typeof import('node:fs/promises')>(), changes);
});
vi.mock('node:fs', async (original) => {
  const { mortal } = await import('./mortal-machine.ts');
  return mortal(await original<typeof import('node:fs')>(), ['rmSync']);
});
vi.mock('node:child_process', async (original) => {
  const { mortalExecFile } = await import('./mortal-machine.ts');
  const module = await original<typeof import('node:child_process')>();
  return { ...module, execFile: mortalExecFile(module.execFile) };
});

const ZONE = 'Europe/Berlin';
const HOUR_MS = 3_600_000;

interface Course {
  readonly seed: number;
  readonly days: number;
  readonly settings: Partial<PublishGiven>;
  /** Probability of a power cut at each change of the disk. */
  readonly powerLoss: number;
}

/** Simulates many days on a machine that is switched off, starts twice and loses power. */
class Simulation {
  readonly blog = new TinyBlog();
  readonly clock = new FakeClock('2026-02-20T20:00:00Z');
  readonly #random: Random;
  readonly #course: Course;
  /** The folder for archived posts, so that there is less to read. */
  readonly archive = join(this.blog.root, 'archive');
  drafts = 0;
  readonly counts = { lives: 0, powerLosses: 0, doubleStarts: 0, offDays: 0 };

  constructor(course: Course) {
    this.#course = course;
    this.#random = Random.fromSeed(course.seed);
    mkdirSync(this.archive);
    if (course.settings.git !== undefined) this.blog.repository();
  }

  async run(): Promise<void> {
    const start = this.clock.now().getTime();
    while (this.clock.now().getTime() - start < this.#course.days * 24 * HOUR_MS) await this.#life();
    // A last hour without crashes, to catch up on the rest.
    machine.failsNow = () => false;
    for (let call = 0; call < 5; call++) {
      this.#keepQueueFilled();
      await this.clock.run([() => this.#publisher(false)]);
    }
  }

  /** From one start to the next. */
  async #life(): Promise<void> {
    this.counts.lives++;
    const copies = this.#chance(0.3) ? 2 : 1;
    if (copies === 2) this.counts.doubleStarts++;
    const waits = this.#chance(0.7);
    const end = this.clock.now().getTime() + this.#upTo(waits ? 8 * 24 : 2) * HOUR_MS;
    machine.start();
    machine.failsNow = () => this.#chance(this.#course.powerLoss);
    this.clock.onTime = (now) => {
      this.#keepQueueFilled();
      if (machine.isOff || now.getTime() > end) this.clock.end();
    };
    this.#keepQueueFilled();
    const results = await this.clock.run(Array.from({ length: copies }, () => () => this.#publisher(waits)));
    if (machine.isOff) this.counts.powerLosses++;
    for (const result of results) {
      const fault = result.status === 'rejected' ? result.reason : null;
      if (fault !== null && !machine.isOff && !(fault instanceof PowerLoss || fault instanceof LockedFault))
        throw fault;
    }
    this.clock.onTime = () => {};
    machine.start();
    machine.failsNow = () => false;
    this.#tidy();
    // Off for hours or days.
    const offHours = this.#upTo(this.#chance(0.1) ? 24 * 5 : 10);
    if (offHours > 24) this.counts.offDays++;
    this.clock.skip(Math.round(offHours * HOUR_MS));
  }

  async #publisher(wait: boolean): Promise<void> {
    const surroundings = { now: this.clock.now, sleep: this.clock.sleep, environment: {} };
    const given = this.blog.settings({ every: 'day', wait, ...this.#course.settings });
    for await (const _ of publish(given, surroundings)) {
      if (machine.isOff) this.clock.end();
    }
  }

  /** A person who approves drafts: there are always enough, even to catch up on missed days. */
  #keepQueueFilled(): void {
    while (this.blog.names('queue').length < 3) this.blog.draft(`draft-${String(++this.drafts).padStart(4, '0')}`);
  }

  /** A person who archives old posts. */
  #tidy(): void {
    for (const name of this.blog.names('posts').slice(0, -4)) {
      renameSync(join(this.blog.posts, name), join(this.archive, name));
    }
  }

  #chance(share: number): boolean {
    return this.#random.uniform() < share;
  }

  #upTo(most: number): number {
    return this.#random.uniform() * most;
  }

  /** The drafts that became posts, by the date of the post. */
  published(): Map<string, string[]> {
    const byDay = new Map<string, string[]>();
    for (const folder of [this.archive, this.blog.posts]) {
      for (const name of readdirSync(folder)) {
        if (!name.includes('draft-')) continue;
        const post = readPost(name, readFileSync(join(folder, name), 'utf8'));
        const day = post.date!.iso.slice(0, 10);
        expect(name).toBe(`${day}-${post.slug}.md`);
        expect(post.body).toBe(`\nAbout the ${post.slug}.\n`);
        byDay.set(day, [...(byDay.get(day) ?? []), post.slug]);
      }
    }
    return byDay;
  }
}

/** Checks that each day from the first to the last has exactly one post, and that no draft was lost. */
function expectOneADay(simulation: Simulation, minute: number): void {
  const { blog, drafts, clock } = simulation;
  const byDay = simulation.published();
  const days = [...byDay.keys()].sort();
  const last = days.at(-1)!;
  const expected: string[] = [];
  for (let day = days[0]; day <= last; day = addDays(day, 1)) expected.push(day);
  expect(days).toEqual(expected);
  expect([...byDay.values()].filter((slugs) => slugs.length !== 1)).toEqual([]);
  expect(momentOf(addDays(last, 1), minute, ZONE)!.getTime()).toBeGreaterThan(clock.now().getTime());
  const slugs = [...byDay.values()].flat();
  const inQueue = blog.names('queue').map((name) => name.replace('.md', ''));
  const all = Array.from({ length: drafts }, (_, i) => `draft-${String(i + 1).padStart(4, '0')}`);
  expect([...slugs, ...inQueue].sort()).toEqual(all);
  // In alphabetical order.
  expect(days.map((day) => byDay.get(day)![0])).toEqual(slugs.toSorted());
  const entries = blog.journal().filter((entry) => 'slot' in entry);
  expect(entries.map(({ slot, state }) => [slot, state])).toEqual(days.map((day) => [day, 'published']));
}

test('400 days of restarts, crashes, double starts and clock changes: one post a day', async () => {
  const simulation = new Simulation({
    seed: 1,
    days: 400,
    settings: { at: '02:30', missed: 'each' },
    powerLoss: 0.02,
  });
  await simulation.run();
  expectOneADay(simulation, 150);
  expect(simulation.published().size).toBeGreaterThanOrEqual(399);
  const { lives, powerLosses, doubleStarts, offDays } = simulation.counts;
  // The simulation must include enough crashes.
  expect(lives).toBeGreaterThan(100);
  expect(powerLosses).toBeGreaterThan(50);
  expect(doubleStarts).toBeGreaterThan(20);
  expect(offDays).toBeGreaterThan(3);
  const texts = new Map<string, string>();
  for (const folder of [simulation.archive, simulation.blog.posts]) {
    for (const name of readdirSync(folder)) texts.set(name.slice(0, 10), readFileSync(join(folder, name), 'utf8'));
  }
  // The day on which 02:30 does not exist, and the day on which it occurs twice.
  expect(texts.get('2026-03-28')).toContain('date: 2026-03-28 02:30:00 +0100');
  expect(texts.get('2026-03-29')).toContain('date: 2026-03-29 03:30:00 +0200');
  expect(texts.get('2026-10-25')).toContain('date: 2026-10-25 02:30:00 +0200');
  expect(texts.get('2026-10-26')).toContain('date: 2026-10-26 02:30:00 +0100');
}, 300_000);

test('the same with git, with crashes between writing and committing: one commit per post, all pushed', async () => {
  const simulation = new Simulation({
    seed: 2,
    days: 20,
    settings: { at: '09:00', missed: 'each', git: 'push' },
    powerLoss: 0.02,
  });
  await simulation.run();
  expectOneADay(simulation, 540);
  const { blog } = simulation;
  const commits = blog
    .git('log', '--format=%s', 'origin/main')
    .split('\n')
    .filter((subject) => subject.startsWith('Publish'));
  const posts = [...simulation.published().values()].flat();
  expect(commits.toSorted()).toEqual(posts.map((slug) => `Publish "The ${slug}"`).toSorted());
  expect(blog.git('status', '--porcelain', '_drafts/.published.jsonl')).toBe('');
  expect(simulation.counts.powerLosses).toBeGreaterThan(3);
}, 300_000);

test('without catching up on every day: at most one post a day, and one today', async () => {
  const simulation = new Simulation({ seed: 3, days: 60, settings: { at: '09:00' }, powerLoss: 0.02 });
  await simulation.run();
  const byDay = simulation.published();
  expect([...byDay.values()].filter((slugs) => slugs.length !== 1)).toEqual([]);
  expect(byDay.size).toBeGreaterThan(20);
  expect(simulation.counts.powerLosses).toBeGreaterThan(5);
  expect(byDay.has(dayIn(ZONE, simulation.clock.now())) || simulation.clock.now().getUTCHours() < 8).toBe(true);
  const slugs = [...byDay.values()].flat();
  expect(new Set(slugs).size).toBe(slugs.length);
}, 300_000);
