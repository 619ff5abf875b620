import { extname, join } from 'pathe';
import { copiedRanges } from '../../../blog/judging/copied-ranges.ts';
import type { UsualPost } from '../../../blog/judging/judgement.ts';
import type { Post } from '../../../blog/posts/post.ts';
import { readPost } from '../../../blog/posts/read-post.ts';
import type { ReviewedDraft } from '../../../pipeline/events/reviewing.ts';
import type { JudgedFile, WrittenPost } from '../../../pipeline/events/writing.ts';
import { digest } from '../../../project/digest.ts';
import { textIfThere } from '../../../project/paths.ts';
import type { Project } from '../../../project/project.ts';
import { exactText } from '../../../project/text/exact-text.ts';
import { writeText } from '../../../project/write-text.ts';
import type { AnyEvent } from '../../protocol.ts';
import type { KeptReview } from '../../review-protocol.ts';
import { STUDIO_FOLDER } from '../jobs/job-files.ts';

/** Judgements that are kept, the newest: each takes a few kB. */
const MOST_REVIEWS = 2000;

/** The parts of a draft on which its judgement depends: not its approval, so that a decision does not make it unknown. */
type Judged = Pick<Post, 'title' | 'body' | 'extension'>;

/**
 * What jobs found out about drafts, kept by what was judged, in memory and on disk. A draft that was edited since has none, until
 * it is judged again.
 */
export class KeptReviews {
  readonly #project: Project;
  readonly #path: string;
  readonly #kept = new Map<string, KeptReview>();
  #loading: Promise<void> | null = null;
  #lines = 0;
  /** The file is written in the order of the events. */
  #written: Promise<void> = Promise.resolve();

  constructor(project: Project) {
    this.#project = project;
    this.#path = join(project.root, STUDIO_FOLDER, 'reviews.jsonl');
  }

  async find(post: Judged): Promise<KeptReview | null> {
    await this.#load();
    return this.#kept.get(keyOf(post)) ?? null;
  }

  /** Takes what an event of `review`, `judge` or `run` says about drafts. */
  async take(event: AnyEvent): Promise<void> {
    if (event.type === 'draft-shown') {
      const { draft, usual } = event as unknown as { draft: ReviewedDraft; usual: UsualPost | null };
      if (draft.judgement === null || usual === null) return;
      const { judgement, isOver, copied } = draft;
      await this.#keep(
        { ...draft, extension: extname(draft.path).toLowerCase() },
        { judgement, usual, isOver, copied },
      );
    } else if (event.type === 'judged') {
      const { files, usual } = event as unknown as { files: readonly JudgedFile[]; usual: UsualPost };
      for (const { path, judgement, isOver } of files) {
        const post = await this.#read(path);
        if (post === null) continue;
        await this.#keep(post, { judgement, usual, isOver, copied: copiedRanges(post, judgement.shared.passages) });
      }
    } else if (event.type === 'post-written') {
      const { post: written, usual } = event as unknown as { post: WrittenPost; usual: UsualPost };
      const post = await this.#read(written.path);
      if (post === null) return;
      const { judgement } = written;
      // What copies too much does not become a post.
      await this.#keep(post, {
        judgement,
        usual,
        isOver: false,
        copied: copiedRanges(post, judgement.shared.passages),
      });
    }
  }

  /** The file as it is now; null if it cannot be read any more. */
  async #read(path: string): Promise<Post | null> {
    try {
      return readPost(path, await exactText(this.#project.files, path));
    } catch {
      return null;
    }
  }

  async #keep(post: Judged, found: Omit<KeptReview, 'judged'>): Promise<void> {
    await this.#load();
    const key = keyOf(post);
    const review: KeptReview = { ...found, judged: this.#project.now().toISOString() };
    this.#kept.delete(key);
    this.#kept.set(key, review);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_REVIEWS) break;
      this.#kept.delete(oldest);
    }
    this.#lines++;
    const isLong = this.#lines > 2 * MOST_REVIEWS;
    if (isLong) this.#lines = this.#kept.size;
    const { files } = this.#project;
    const line = lineOf(key, review);
    const all = isLong ? Array.from(this.#kept, ([each, value]) => `${lineOf(each, value)}\n`).join('') : null;
    // What cannot be written is known until the studio ends.
    this.#written = this.#written
      .then(() => (all === null ? files.append(this.#path, line) : writeText(files, this.#path, all)))
      .catch(() => {});
    await this.#written;
  }

  #load(): Promise<void> {
    this.#loading ??= this.#readAll();
    return this.#loading;
  }

  async #readAll(): Promise<void> {
    await this.#project.files.makeFolder(join(this.#path, '..')).catch(() => {});
    const text = (await textIfThere(this.#project.files, this.#path).catch(() => null)) ?? '';
    for (const line of text.split('\n')) {
      const read = reviewIn(line);
      if (read === null) continue;
      this.#lines++;
      this.#kept.delete(read.key);
      this.#kept.set(read.key, read.review);
    }
  }
}

function keyOf({ title, body, extension }: Judged): string {
  return digest(JSON.stringify([title, body, extension]));
}

function lineOf(key: string, review: KeptReview): string {
  return JSON.stringify({ key, review });
}

/** A line of the file; null for one that a crash has cut off. */
function reviewIn(line: string): { readonly key: string; readonly review: KeptReview } | null {
  try {
    const { key, review } = JSON.parse(line) as { key?: unknown; review?: KeptReview };
    return typeof key === 'string' && typeof review?.judgement?.score === 'number' ? { key, review } : null;
  } catch {
    return null;
  }
}
