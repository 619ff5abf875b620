import { nextSlot } from '../../blog/publishing/schedule.ts';
import { LockedFault } from '../../project/file-faults.ts';
import type { Project } from '../../project/project.ts';
import { GitLockedFault, PushFault, UnreachableFault } from '../../project/publishing-tools.ts';
import type { PublishEvent } from '../events/publishing.ts';
import { run } from '../run/run.ts';
import { type PublishGiven, publishSettings } from '../settings/publish.ts';
import type { RunGiven } from '../settings/run.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { USUAL_MIN_SCORE } from '../settings/shared.ts';
import { judgeDrafts } from './judge-drafts.ts';
import { openPublishingPlace } from './open-publishing-place.ts';
import { type PublishPlan, publishPlan } from './publish-plan.ts';
import { publishSession, type SessionOptions, type SessionOutcome } from './publish-session.ts';
import { PublishingDesk } from './publishing-desk.ts';
import { readQueue } from './read-queue.ts';
import { refillQueue } from './refill-queue.ts';
import { rehearse } from './rehearse-publication.ts';
import { timerText } from './timers/timer-text.ts';

export interface PublishOptions {
  /** Writes new drafts; `run` by default. */
  readonly write?: typeof run;
  /** Settings of `run` for new drafts; settings given to `publish` override them. */
  readonly writing?: Partial<RunGiven>;
}

/** The clock may be changed or the machine may sleep, so the time is checked at least this often. */
const LONGEST_SLEEP_MS = 60_000;

/** How often the queue is read again while a post is due but no draft is approved. */
const LOOK_AGAIN_MS = 300_000;

/** Another publishing process usually finishes within seconds; a slow network takes longer. */
const LOCK_PATIENCE_MS = 120_000;

const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 3_600_000;

/**
 * Publishes one draft of a queue, or one at each time of a schedule; see `PublishingDesk` for the guarantees. Without
 * `every` it publishes one post now; with `every` and `wait` it runs until it is stopped. Throws SettingFault,
 * MissingInputFault, MissingSecretFault, LockedFault, JournalFault, and the faults of git, of servers and of `run`; with
 * `wait`, temporary faults are reported and retried.
 */
export async function* publish(
  given: PublishGiven,
  project: Project,
  { write = run, writing = {} }: PublishOptions = {},
): AsyncGenerator<PublishEvent, void, undefined> {
  const settings = checkSettings(publishSettings, given);
  const { now, files, machine, pictures } = project;
  const plan = publishPlan(settings, writing);
  if (settings.print !== null) {
    yield { type: 'timer-text', text: timerText(settings, plan.schedule!, machine.program, now()) };
    return;
  }
  const out = await openPublishingPlace(project, settings);
  const { queue, to: target, as_draft: asDraft, git, wait: waits } = settings;
  const minScore = settings.min_score ?? USUAL_MIN_SCORE;
  const desk = new PublishingDesk(files, { queue, target, out, timeZone: plan.timeZone, asDraft, git, pictures });
  const posts = plan.posts ?? (typeof out === 'string' ? [out] : []);
  const scoreDrafts = settings.auto ? judgeDrafts(project, posts, plan) : null;
  const options: SessionOptions = { project, desk, out, target, plan, queue, git, scoreDrafts, minScore, waits, now };
  // Reports a missing queue immediately, with the closest name.
  await readQueue(files, queue);
  if (settings.dry_run) return yield* rehearse(options, out, settings);
  const refill = () => refillQueue(project, settings, { ...plan, posts }, { write, writing });
  if (plan.schedule !== null) return yield* keepSchedule(options, refill);
  yield* publishSession(options);
  yield* refill();
}

/** Runs sessions at the times of the schedule until it is aborted or, without `wait`, until nothing is due. */
async function* keepSchedule(
  options: SessionOptions,
  refill: () => AsyncGenerator<PublishEvent>,
): AsyncGenerator<PublishEvent, void, undefined> {
  const { waits, now, project } = options;
  const { signal, sleep } = project;
  const repeated = new RepeatedEvents();
  let failures = 0;
  for (let outcome: SessionOutcome | null = null; ; ) {
    signal?.throwIfAborted();
    const before: SessionOutcome | null = outcome;
    try {
      outcome = yield* repeated.newIn(patientSession(options, sleep, signal));
      failures = 0;
    } catch (fault) {
      if (!waits || !mayPass(fault)) throw fault;
      const delayMs = Math.min(FIRST_RETRY_MS * 2 ** failures++, LONGEST_RETRY_MS);
      yield {
        type: 'publish-failed',
        reason: (fault as Error).message,
        again: new Date(now().getTime() + delayMs).toISOString(),
      };
      await sleep(delayMs, signal);
      continue;
    }
    // With `missed: each`, the next post may be due immediately.
    if (outcome === 'published') continue;
    if (before !== outcome) yield* refill();
    if (!waits) return;
    await sleepUntil(nextLook(options.plan, outcome, now()), now, sleep, signal);
  }
}

/** When to run the next session: at the next time of the schedule, or soon if a post is due but no draft is approved. */
function nextLook({ schedule }: PublishPlan, outcome: SessionOutcome, now: Date): Date {
  return outcome === 'nothing due' ? nextSlot(schedule!, now).moment : new Date(now.getTime() + LOOK_AGAIN_MS);
}

/** Sleeps in short pieces, because timers do not follow changes of the clock. */
async function sleepUntil(
  moment: Date,
  now: () => Date,
  sleep: Project['sleep'],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let ms = moment.getTime() - now().getTime(); ms > 0; ms = moment.getTime() - now().getTime()) {
    await sleep(Math.min(ms, LONGEST_SLEEP_MS), signal);
  }
}

/** Runs a session; if another process is using the queue, waits for it. */
async function* patientSession(
  options: SessionOptions,
  sleep: Project['sleep'],
  signal: AbortSignal | undefined,
): AsyncGenerator<PublishEvent, SessionOutcome, undefined> {
  const STEP_MS = 500;
  for (let waitedMs = 0; ; waitedMs += STEP_MS) {
    try {
      return yield* publishSession(options);
    } catch (fault) {
      if (!(fault instanceof LockedFault) || waitedMs >= LOCK_PATIENCE_MS) throw fault;
      await sleep(STEP_MS, signal);
    }
  }
}

function mayPass(fault: unknown): boolean {
  return [UnreachableFault, PushFault, LockedFault, GitLockedFault].some((passing) => fault instanceof passing);
}

/** Suppresses events that the previous session has already reported; a queue is read repeatedly while a post is due. */
class RepeatedEvents {
  #last = new Set<string>();

  /** The events of a session that the previous session did not have. */
  async *newIn(session: AsyncGenerator<PublishEvent, SessionOutcome>): AsyncGenerator<PublishEvent, SessionOutcome> {
    const current = new Set<string>();
    for (;;) {
      const { value, done } = await session.next();
      if (done === true) {
        this.#last = current;
        return value;
      }
      const text = JSON.stringify(value);
      current.add(text);
      if (!this.#last.has(text)) yield value;
    }
  }
}
