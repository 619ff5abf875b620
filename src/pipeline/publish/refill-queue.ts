import { countStock } from '../../blog/publishing/queue.ts';
import { Fault } from '../../fault.ts';
import type { Project } from '../../project/project.ts';
import type { PublishEvent } from '../events/publishing.ts';
import type { run } from '../run/run.ts';
import type { PublishSettings } from '../settings/publish.ts';
import type { RunGiven } from '../settings/run.ts';
import { deliverDrafts } from './deliver-drafts.ts';
import { isScheduled, type PublishPlan } from './publish-plan.ts';
import { readQueue } from './read-queue.ts';

export interface RefillOptions {
  readonly write: typeof run;
  /** Settings of `run`; settings given to `publish` override them. */
  readonly writing: Partial<RunGiven>;
}

/**
 * Writes new drafts into the queue until there are as many as `refill` asks for (see `countStock`), and commits them if
 * `git` says so. With `wait`, a fault is reported and publishing continues with the existing drafts. Throws the faults of
 * `run` and of git.
 */
export async function* refillQueue(
  project: Project,
  settings: PublishSettings,
  { posts, label, timeZone }: Pick<PublishPlan, 'label' | 'timeZone'> & { readonly posts: readonly string[] },
  { write, writing }: RefillOptions,
): AsyncGenerator<PublishEvent> {
  const { queue, refill, git, wait } = settings;
  const { drafts: before } = await readQueue(project.files, queue, label);
  const missing = refill - countStock(before, { hasLabel: label !== null });
  if (missing <= 0) return;
  yield { type: 'refill-started', drafts: missing };
  // The titles of a series are for that series; a refill writes whatever is missing.
  const { title: _, ...rest } = writing;
  const given = { ...rest, ...ownOf(settings), posts, timezone: timeZone, out: queue, count: missing };
  try {
    for await (const event of write(given, project)) yield { type: 'refill-event', event };
    const known = new Set(before.map(({ name }) => name));
    const { drafts } = await readQueue(project.files, queue);
    yield* deliverDrafts(
      project,
      queue,
      drafts.filter(({ name }) => !known.has(name)),
      git,
    );
  } catch (fault) {
    if (!wait || !isScheduled(settings) || !(fault instanceof Fault)) throw fault;
    yield { type: 'note', note: `No new drafts were written: ${fault.message}` };
  }
}

/** The settings given to `publish` that override those of `run`. */
function ownOf(settings: PublishSettings): Partial<RunGiven> {
  const { label, min_score, model_name, run_name, device, threads, precision, yes } = settings;
  const said = Object.entries({ label, min_score, model_name, run_name, device, threads, precision }).filter(
    ([, value]) => value !== null,
  );
  return { ...Object.fromEntries(said), ...(yes ? { yes } : {}) };
}
