import { GENERATED_LABEL } from '../../../blog/posts/post.ts';
import { readPost } from '../../../blog/posts/read-post.ts';
import { agenda, missedSlots } from '../../../blog/publishing/agenda.ts';
import { type Journal, type Publication, takenDay } from '../../../blog/publishing/journal.ts';
import { LAST_DAY, type QueuedDraft, ranked } from '../../../blog/publishing/queue.ts';
import { addDays, dayIn, isDay, momentOf } from '../../../blog/publishing/zoned-time.ts';
import { labelKey } from '../../../pipeline/drafts/label-key.ts';
import { JournalFile } from '../../../pipeline/publish/journal-file.ts';
import { type PublishPlan, publishPlan } from '../../../pipeline/publish/publish-plan.ts';
import { slotTime } from '../../../pipeline/publish/publish-session.ts';
import { readQueue } from '../../../pipeline/publish/read-queue.ts';
import { type PublishSettings, publishSettings } from '../../../pipeline/settings/publish.ts';
import type { Files } from '../../../project/files.ts';
import { exists, pathIn } from '../../../project/paths.ts';
import type { Project } from '../../../project/project.ts';
import { exactText } from '../../../project/text/exact-text.ts';
import type { CalendarFacts, PastPublication, PlannedDraft } from '../../review-protocol.ts';
import { settingsOf } from '../settings-of.ts';

/** The longest span that is laid out, in days. */
const MOST_DAYS = 400;

/** What went out, what goes out when, and what was missed. */
export class Calendar {
  readonly #project: Project;
  readonly #titles: Titles;

  constructor(project: Project) {
    this.#project = project;
    this.#titles = new Titles(project.files);
  }

  /** The calendar up to a day, or as far as it goes. Throws ConfigFault, SettingFault, JournalFault and UnreadableFault. */
  async until(wanted: string): Promise<CalendarFacts> {
    const settings = await settingsOf(this.#project, 'publish', publishSettings);
    const plan = calendarPlan(settings);
    const last = addDays(dayIn(plan.timeZone, this.#project.now()), MOST_DAYS);
    const until = isDay(wanted) && wanted < last ? wanted : last;
    return calendarFacts(this.#project, this.#titles, settings, plan, until);
  }
}

/** The plan of `publish`, but for what only matters once it publishes, such as posts to judge by. Throws SettingFault. */
function calendarPlan(settings: PublishSettings): PublishPlan {
  return publishPlan({ ...settings, refill: 0, auto: false, min_score: null, posts: null, label: null });
}

async function calendarFacts(
  project: Project,
  titles: Titles,
  settings: PublishSettings,
  plan: PublishPlan,
  until: string,
): Promise<CalendarFacts> {
  const { files } = project;
  const { queue, auto, to, git } = settings;
  const { schedule, timeZone, missed } = plan;
  const journal = await new JournalFile(files, queue).read();
  const label = labelKey(settings.label ?? GENERATED_LABEL);
  const drafts = (await exists(files, queue)) ? (await readQueue(files, queue, label)).drafts : [];
  const now = project.now();
  const laidOut = layOut(queue, plan, journal, drafts, now, until);
  const published: PastPublication[] = [];
  for (const publication of journal.publications) {
    published.push(await pastOf(titles, queue, timeZone, publication));
  }
  return {
    ...{ queue, schedule, timeZone, missed, auto, target: to, git },
    isBegun: journal.from !== null,
    today: dayIn(timeZone, now),
    ...laidOut,
    unreviewed: drafts.filter(({ approval }) => approval === 'unreviewed').length,
    journal: published,
  };
}

/** Approved drafts on the times of the schedule, and the times that passed without a post. */
function layOut(
  queue: string,
  { schedule, missed, timeZone }: PublishPlan,
  past: Journal,
  drafts: readonly QueuedDraft[],
  now: Date,
  until: string,
): Pick<CalendarFacts, 'slots' | 'missedSlots' | 'waiting'> {
  const line = (draft: QueuedDraft) => plannedOf(queue, draft);
  if (schedule === null) {
    const waiting = ranked(drafts, null, LAST_DAY).map(({ draft }) => line(draft));
    return { slots: [], missedSlots: [], waiting };
  }
  const from = past.from === null ? null : new Date(past.from);
  const end = momentOf(until, 24 * 60 - 1, timeZone) ?? now;
  const when = { from, taken: takenDay(past) };
  const { entries, waiting } = agenda({ schedule, missed, past: when, drafts, now, until: end });
  const due = entries.flatMap(({ slot, isDue }) => (isDue ? [slot.day] : []));
  const taken = past.publications.flatMap(({ slot }) => (slot === null ? [] : [slot]));
  const gone = from === null ? [] : missedSlots(schedule, from, now, new Set([...taken, ...due]));
  return {
    slots: entries.map(({ slot, isDue, draft }) => ({
      slot: slotTime(slot),
      isDue,
      draft: draft === null ? null : line(draft),
    })),
    missedSlots: gone.map(slotTime),
    waiting: waiting.map(line),
  };
}

function plannedOf(queue: string, { name, post, day }: QueuedDraft): PlannedDraft {
  return { path: pathIn(queue, name), name, title: post.title, day };
}

async function pastOf(
  titles: Titles,
  queue: string,
  timeZone: string,
  { head: _, digest, ...publication }: Publication,
): Promise<PastPublication> {
  const [postPath, draftPath] = [pathIn(queue, publication.post), pathIn(queue, publication.draft)];
  const path = publication.state === 'withdrawn' ? draftPath : postPath;
  const title = await titles.of(path, digest);
  return { ...publication, postPath, draftPath, day: dayIn(timeZone, new Date(publication.date)), title };
}

/** The titles of posts that were published, each read once. */
class Titles {
  readonly #files: Files;
  readonly #known = new Map<string, string | null>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** The title of a post; null if its file is gone or has none. */
  async of(path: string, digest: string): Promise<string | null> {
    const key = `${path}\0${digest}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const title = await this.#read(path);
    if (title !== null) this.#known.set(key, title);
    return title;
  }

  async #read(path: string): Promise<string | null> {
    try {
      return readPost(path, await exactText(this.#files, path)).title;
    } catch {
      return null;
    }
  }
}
