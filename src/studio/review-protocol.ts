import type { CopiedRange } from '../blog/judging/copied-ranges.ts';
import type { Judgement, UsualPost } from '../blog/judging/judgement.ts';
import type { Publication } from '../blog/publishing/journal.ts';
import type { Approval } from '../blog/publishing/queue.ts';
import type { Missed, Schedule } from '../blog/publishing/schedule.ts';
import type { SlotTime } from '../pipeline/events/publishing.ts';

/** What the pages Review and Calendar get from the server, as JSON. */

/** What was found about a draft when it was judged. */
export interface KeptReview {
  readonly judgement: Judgement;
  readonly usual: UsualPost;
  readonly isOver: boolean;
  /** Places in the body of the draft. */
  readonly copied: readonly CopiedRange[];
  /** When, ISO 8601. */
  readonly judged: string;
}

/** A draft in the list of the queue. */
export interface DraftLine {
  readonly path: string;
  /** Its path in the queue. */
  readonly name: string;
  readonly title: string | null;
  /** As written in it. */
  readonly date: string | null;
  readonly words: number;
  readonly approval: Approval;
  /** The day that it is approved for; null for any. */
  readonly day: string | null;
  readonly isGenerated: boolean;
  /** Null if this text has not been judged. */
  readonly score: number | null;
  readonly isOver: boolean;
}

/** A file of the queue that is not a draft, or a broken one. */
export interface UnusableDraft {
  readonly path: string;
  /** With the line, if there is one: 'line 3: …'. */
  readonly reason: string;
}

export interface QueueListing {
  readonly queue: string;
  readonly drafts: readonly DraftLine[];
  readonly unusable: readonly UnusableDraft[];
  /** The limits that warnings are about. */
  readonly maxCopied: number | 'any';
  readonly minScore: number;
}

/** One draft. */
export interface OpenDraft {
  readonly path: string;
  /** The whole file. */
  readonly text: string;
  /** The address of the picture that it alone has, such as its cover; null if it has none. */
  readonly picture: string | null;
  /** Its Markdown, with lines that end in "\n"; null if its front matter cannot be read. */
  readonly body: string | null;
  /** Why it cannot be used as a draft, with the line; null if it can. */
  readonly problem: { readonly line: number; readonly reason: string } | null;
  readonly review: KeptReview | null;
}

/** A text as a page. */
export interface Preview {
  readonly title: string | null;
  /** Harmless HTML, in which copied passages are `mark` elements with `data-copied`, their number from 0. */
  readonly html: string;
  readonly problem: { readonly line: number; readonly reason: string } | null;
}

/** A post that a passage was copied from. */
export interface OldPost {
  /** Its file, or its place in an export: 'blog.xml, line 12 (Tea)'. */
  readonly path: string;
  /** `run`: the post is gone, and this is its text as a run has kept it. */
  readonly from: 'file' | 'export' | 'run';
  /** That run; null for the others. */
  readonly run: string | null;
  readonly title: string | null;
  readonly date: string | null;
  readonly html: string;
  /** Whether the passage was found in it, and is marked. */
  readonly isFound: boolean;
}

/** A draft on the calendar. */
export interface PlannedDraft {
  readonly path: string;
  readonly name: string;
  readonly title: string | null;
  readonly day: string | null;
}

/** A time of the schedule. */
export interface PlannedSlot {
  readonly slot: SlotTime;
  readonly isDue: boolean;
  readonly draft: PlannedDraft | null;
}

/** A line of the journal. */
export interface PastPublication extends Omit<Publication, 'head' | 'digest'> {
  /** Paths of the post and of the draft that it was. */
  readonly postPath: string;
  readonly draftPath: string;
  /** The day of the post in the zone of the schedule. */
  readonly day: string;
  readonly title: string | null;
}

export interface CalendarFacts {
  readonly queue: string;
  /** Null: posts go out when somebody publishes. */
  readonly schedule: Schedule | null;
  readonly timeZone: string;
  readonly missed: Missed;
  /** Whether the best unreviewed draft goes out if none is approved. */
  readonly auto: boolean;
  readonly target: string;
  readonly git: string;
  /** Whether the journal says that the schedule is in use. */
  readonly isBegun: boolean;
  /** The day in the zone. */
  readonly today: string;
  readonly slots: readonly PlannedSlot[];
  /** Times that passed without a post. */
  readonly missedSlots: readonly SlotTime[];
  /** Approved drafts that have no time in this span, in the order in which they go out. */
  readonly waiting: readonly PlannedDraft[];
  readonly unreviewed: number;
  /** The latest last. */
  readonly journal: readonly PastPublication[];
}
