import { Fault } from '../fault.ts';
import { deliverDrafts } from './deliver-drafts.ts';
import type { PublishEvent } from './publish-events.ts';
import { readQueue } from './read-queue.ts';
import type { run } from './run.ts';
import type { PublishSettings } from './settings/publish.ts';

export interface RefillSurroundings {
  readonly signal: AbortSignal | undefined;
  readonly root: string;
  readonly now: () => Date;
  readonly write: typeof run;
}

/**
 * Writes new drafts into the queue until there are as many as `refill` asks for, not counting those that are held back;
 * with `git` they are committed. With `wait`, a fault is told, and publishing goes on with what there is. Throws the
 * faults of `run` and of git.
 */
export async function* refillQueue(
  settings: PublishSettings,
  posts: readonly string[],
  { write, ...surroundings }: RefillSurroundings,
): AsyncGenerator<PublishEvent> {
  const { queue, refill, model_name, run_name, device, threads, precision, git, wait } = settings;
  const { drafts: before } = await readQueue(queue);
  const missing = refill - before.filter(({ approval }) => approval !== 'held back').length;
  if (missing <= 0) return;
  yield { type: 'refilling', drafts: missing };
  const given = { posts, out: queue, count: missing, model_name, run_name, device, threads, precision };
  try {
    for await (const event of write(given, surroundings)) yield { type: 'refill', event };
    const known = new Set(before.map(({ name }) => name));
    const { drafts } = await readQueue(queue);
    yield* deliverDrafts(
      queue,
      drafts.filter(({ name }) => !known.has(name)),
      git,
    );
  } catch (fault) {
    if (!wait || settings.every === null || !(fault instanceof Fault)) throw fault;
    yield { type: 'note', note: `There are no new drafts: ${fault.message}` };
  }
}
