import { scoreText } from '../../blog/judging/judgement.ts';
import { type Journal, JournalFault, type Publication, takenDay } from '../../blog/publishing/journal.ts';
import { countQueue, isReady, type QueuedDraft, ranked, unreviewedDrafts } from '../../blog/publishing/queue.ts';
import { dueSlot, lastSlot, nextSlot, type Slot } from '../../blog/publishing/schedule.ts';
import { addDays, dayIn } from '../../blog/publishing/zoned-time.ts';
import { pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import type { RemoteBlog } from '../../project/publishing-tools.ts';
import type { LaterDrafts, PublishEvent, SlotTime } from '../events/publishing.ts';
import { Withdrawals } from '../unpublish/withdrawal.ts';
import { deliver, type GitSetting } from './deliver-publication.ts';
import type { ScoreDrafts } from './judge-drafts.ts';
import type { PublishPlan } from './publish-plan.ts';
import type { Prepared, PublishingDesk } from './publishing-desk.ts';
import { PUBLISHING, queueLock } from './queue-lock.ts';
import { readQueue } from './read-queue.ts';

export interface SessionOptions {
  readonly project: Project;
  readonly desk: PublishingDesk;
  /** The folder of posts, or the blog on a server, and its name in the journal. */
  readonly out: string | RemoteBlog;
  readonly target: string;
  readonly plan: PublishPlan;
  readonly queue: string;
  readonly git: GitSetting;
  /** Scores unreviewed drafts; null if only approved drafts may be published. */
  readonly scoreDrafts: ScoreDrafts | null;
  readonly minScore: number;
  /** Whether the caller waits for the next time; a schedule that starts now then ignores earlier times. */
  readonly waits: boolean;
  readonly now: () => Date;
}

/** The result of a session. */
export type SessionOutcome = 'published' | 'nothing approved' | 'nothing due';

/**
 * Finishes an interrupted publication and, if a post is due, publishes the next draft. It holds the queue's lock. Throws
 * LockedFault, JournalFault, GitFault, PushFault, WriteFault and the faults of a RemoteBlog.
 */
export async function* publishSession(
  options: SessionOptions,
): AsyncGenerator<PublishEvent, SessionOutcome, undefined> {
  const { project, desk, queue, git } = options;
  const lock = await project.files.lock(queueLock(queue), PUBLISHING);
  try {
    // A post that was being taken back is not published again meanwhile.
    await new Withdrawals(project.files, queue, async (target) => blogOf(options, target)).finish(
      await desk.journal.read(),
    );
    const finished = await desk.finish(await desk.journal.read());
    if (finished !== null) yield* tell(options, finished, true);
    const journal = await begun(options, await desk.journal.read());
    yield* deliver(project, desk, journal, git === 'none' ? 'none' : 'commit');
    const outcome = yield* publishNext(options, journal);
    yield* deliver(project, desk, await desk.journal.read(), git);
    return outcome;
  } finally {
    lock.release();
  }
}

/** The server of an interrupted withdrawal. Throws JournalFault if it is not the one that this call publishes to. */
function blogOf({ desk, out, target }: SessionOptions, wanted: string): RemoteBlog {
  if (typeof out !== 'string' && target === wanted) return out;
  throw new JournalFault(
    `${desk.journal.path}: taking back a post on ${wanted} was interrupted; run tpdne unpublish again, which completes it.`,
  );
}

/** The journal with the start of its schedule, which is set on the first call. */
async function begun({ desk, plan: { schedule }, waits, now }: SessionOptions, journal: Journal): Promise<Journal> {
  if (schedule === null || journal.from !== null) return journal;
  const from = waits ? now() : lastSlot(schedule, now()).moment;
  const beginning = { ...journal, from: from.toISOString() };
  await desk.journal.write(beginning);
  return beginning;
}

async function* publishNext(
  options: SessionOptions,
  journal: Journal,
): AsyncGenerator<PublishEvent, SessionOutcome, undefined> {
  const { desk, plan, now } = options;
  const time = timeFor(plan, journal, now());
  if (time === null) {
    yield { type: 'nothing-due', next: slotTime(nextSlot(plan.schedule!, now(), takenDay(journal))) };
    return 'nothing due';
  }
  const prepared = yield* prepareNext(options, time);
  if (prepared === null) return 'nothing approved';
  const published = await desk.carryOut(journal, prepared);
  yield* tell(options, published, false);
  return 'published';
}

/** A time of the schedule in the form that events use. */
export function slotTime({ day, moment }: Slot): SlotTime {
  return { day, moment: moment.toISOString() };
}

/** The date of a post, and the time of the schedule that it is for. */
export interface PublishingTime {
  readonly date: Date;
  readonly slot: Slot | null;
}

/**
 * The date of the post that is due: its time in the schedule, or the current time if it catches up on an earlier day. Null
 * if nothing is due. Throws JournalFault if the clock must be wrong.
 */
export function timeFor({ schedule, missed }: PublishPlan, journal: Journal, now: Date): PublishingTime | null {
  if (schedule === null) return { date: now, slot: null };
  const taken = takenDay(journal);
  const today = dayIn(schedule.timeZone, now);
  // The journal may have been written in a time zone that is a day ahead.
  if (taken !== null && taken > addDays(today, 2)) {
    throw new JournalFault(
      `According to the journal, a post was published on ${taken}, but today is ${today}. Set the clock or, if it was ` +
        'wrong then, correct that day in .published.jsonl.',
    );
  }
  const from = journal.from === null ? null : new Date(journal.from);
  const slot = dueSlot(schedule, now, { from, taken }, missed);
  if (slot === null) return null;
  return { slot, date: missed === 'each' || slot.day === today ? slot.moment : now };
}

/** Prepares the first draft that can be published, and reports those that cannot. Null if there is none. */
export async function* prepareNext(
  options: Pick<SessionOptions, 'project' | 'desk' | 'plan' | 'queue' | 'scoreDrafts' | 'minScore'>,
  { date, slot }: PublishingTime,
): AsyncGenerator<PublishEvent, Prepared | null, undefined> {
  const { project, desk, plan, queue, scoreDrafts, minScore } = options;
  const { drafts, unusable } = await readQueue(project.files, queue, plan.label);
  for (const { path, reason } of unusable) yield { type: 'draft-skipped', path, reason };
  const day = dayIn(plan.timeZone, date);
  const isApproved = drafts.some((draft) => isReady(draft, day));
  const isChosenByScore = scoreDrafts !== null && !isApproved;
  const found = isChosenByScore ? await scoreDrafts(unreviewedDrafts(drafts).map(({ post }) => post)) : null;
  if (found !== null && found.note !== null) yield { type: 'note', note: found.note };
  const candidates = ranked(drafts, found === null ? null : (post) => found.scores.get(post)!, day);
  for (const { draft, score } of candidates) {
    const path = pathIn(queue, draft.name);
    if (score !== null && score < minScore) {
      const reason = `its score of ${scoreText(score)} is below min_score ${minScore}; approved: true publishes it anyway.`;
      yield { type: 'draft-skipped', path, reason };
      continue;
    }
    const prepared = await desk.prepare(draft, date, slot?.day ?? null);
    if ('reason' in prepared) {
      yield { type: 'draft-skipped', path, reason: prepared.reason };
      continue;
    }
    if (score !== null) yield { type: 'draft-chosen', path, score };
    const images = prepared.remote?.ownImages ?? [];
    if (images.length > 0) yield { type: 'note', note: imagesNote(path, images) };
    if (prepared.pictureProblem !== null) yield { type: 'note', note: prepared.pictureProblem };
    return prepared;
  }
  const own = drafts.filter(({ approval, isGenerated }) => approval === 'unreviewed' && !isGenerated).length;
  yield {
    type: 'nothing-approved',
    queue: countQueue(drafts),
    own: scoreDrafts === null ? 0 : own,
    later: firstLater(drafts, day),
    slot: slot === null ? null : slotTime(slot),
  };
  return null;
}

/** The first day for which approved drafts wait, and how many wait for a day; null if none does. */
function firstLater(drafts: readonly QueuedDraft[], today: string): LaterDrafts | null {
  const days = drafts.flatMap(({ approval, day }) =>
    approval === 'approved' && day !== null && day > today ? [day] : [],
  );
  return days.length === 0 ? null : { drafts: days.length, first: days.sort()[0] };
}

/** Image files of the site are not uploaded with a post. */
function imagesNote(path: string, images: readonly string[]): string {
  return (
    `${path} shows images that are not uploaded, ${images.join(', ')}: upload them to the blog and use their addresses ` +
    'in the post, or they will be missing.'
  );
}

async function* tell(
  { project, desk, queue }: SessionOptions,
  publication: Publication,
  isFinished: boolean,
): AsyncGenerator<PublishEvent> {
  const { slot, address } = publication;
  const { drafts } = await readQueue(project.files, queue);
  yield { type: 'published', ...desk.pathsOf(publication), address, slot, isFinished, queue: countQueue(drafts) };
}
