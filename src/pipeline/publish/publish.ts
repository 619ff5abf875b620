import { nextSlot } from '../../blog/publishing/schedule.ts';
import { LockedFault } from '../../project/file-faults.ts';
import type { Project } from '../../project/project.ts';
import { GitLockedFault, PushFault, UnreachableFault } from '../../project/publishing-tools.ts';
import type { PublishEvent } from '../events.ts';
import { run } from '../run/run.ts';
import { type PublishGiven, publishSettings, USUAL_MIN_SCORE } from '../settings/publish.ts';
import type { RunGiven } from '../settings/run.ts';
import { checkSettings } from '../settings/settings-table.ts';
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
  /** Writes new drafts. */
  readonly write?: typeof run;
  /** Settings of `run`, for new drafts; those that `publish` is given itself go before them. */
  readonly writing?: Partial<RunGiven>;
}

/** The clock may be set, or the machine sleep: nobody looks away from it for longer. */
const LONGEST_SLEEP_MS = 60_000;

/** While it is time for a post and no draft may go out, somebody may approve one. */
const LOOK_AGAIN_MS = 300_000;

/** Another process that publishes is done in a moment, unless the network is slow. */
const LOCK_PATIENCE_MS = 120_000;

const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 3_600_000;

/**
 * Publishes one draft of a queue, or one at each time of a schedule; see `PublishingDesk` for what is certain. Without
 * `every` that is one post now; with it, and `wait`, it never ends by itself. Throws SettingFault, MissingInputFault,
 * MissingSecretFault, LockedFault, JournalFault, and the faults of git, of servers and of `run`; with `wait`, what may
 * pass is told and tried again.
 */
export async function* publish(
  given: PublishGiven,
  project: Project,
  { write = run, writing = {} }: PublishOptions = {},
): AsyncGenerator<PublishEvent, void, undefined> {
  const settings = checkSettings(publishSettings, given);
  const { now, files, machine } = project;
  const plan = publishPlan(settings, writing);
  if (settings.print !== null) {
    yield { type: 'timer-text', text: timerText(settings, plan.schedule!, machine.program, now()) };
    return;
  }
  const out = await openPublishingPlace(project, settings);
  const { queue, to: target, as_draft: asDraft, git, wait: waits } = settings;
  const minScore = settings.min_score ?? USUAL_MIN_SCORE;
  const desk = new PublishingDesk(files, { queue, target, out, timeZone: plan.timeZone, asDraft });
  const posts = plan.posts ?? (typeof out === 'string' ? [out] : []);
  const scoreOf = settings.auto ? judgeDrafts(project, posts, plan.label) : null;
  const options: SessionOptions = { project, desk, plan, queue, git, scoreOf, minScore, waits, now };
  // A queue that is not there is told at once, with the name that may be meant.
  await readQueue(files, queue);
  if (settings.dry_run) return yield* rehearse(options, out, settings);
  const refill = () => refillQueue(project, settings, { ...plan, posts }, { write, writing });
  if (plan.schedule !== null) return yield* keepSchedule(options, refill);
  yield* publishSession(options);
  yield* refill();
}

/** Sessions whenever it is time, until the signal; or, without waiting, until nothing is due. */
async function* keepSchedule(
  options: SessionOptions,
  refill: () => AsyncGenerator<PublishEvent>,
): AsyncGenerator<PublishEvent, void, undefined> {
  const { waits, now, project } = options;
  const { signal, sleep } = project;
  const seen = new Told();
  let failures = 0;
  for (let outcome: SessionOutcome | null = null; ; ) {
    signal?.throwIfAborted();
    const before: SessionOutcome | null = outcome;
    try {
      outcome = yield* seen.news(patientSession(options, sleep, signal));
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
    // One post may follow another at once, where each time that was missed is made up for.
    if (outcome === 'published') continue;
    if (before !== outcome) yield* refill();
    if (!waits) return;
    await sleepUntil(nextLook(options.plan, outcome, now()), now, sleep, signal);
  }
}

/** When there may be something to do again: at the next time, or, while that of today is open, soon. */
function nextLook({ schedule }: PublishPlan, outcome: SessionOutcome, now: Date): Date {
  return outcome === 'nothing due' ? nextSlot(schedule!, now).moment : new Date(now.getTime() + LOOK_AGAIN_MS);
}

/** Sleeps in short pieces, since only the clock knows what time it is after one. */
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

/** A session that waits for another process to be done with the queue. */
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

/** What was told already while nothing has changed: a queue is looked at again and again while it is time for a post. */
class Told {
  #last = new Set<string>();

  /** The events of a session but those that the last one had as well. */
  async *news(session: AsyncGenerator<PublishEvent, SessionOutcome>): AsyncGenerator<PublishEvent, SessionOutcome> {
    const told = new Set<string>();
    for (;;) {
      const { value, done } = await session.next();
      if (done === true) {
        this.#last = told;
        return value;
      }
      const text = JSON.stringify(value);
      told.add(text);
      if (!this.#last.has(text)) yield value;
    }
  }
}
