import { type Draft, draftFromText } from '../../blog/drafts/draft.ts';
import { habitViolation } from '../../blog/drafts/title-habits.ts';
import { writeDraft } from '../../blog/drafts/write-draft.ts';
import { countWords } from '../../blog/language/words.ts';
import { generateTexts } from '../../engine/generation/generate-texts.ts';
import { FileExistsFault } from '../../project/file-faults.ts';
import { exists, pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { writeText } from '../../project/write-text.ts';
import type { PostEvent, Rejection, TextLookedAt } from '../events.ts';
import type { Writer } from '../models/open-writer.ts';
import type { Blog } from './blog.ts';
import { chooseEnough, type DoneText, isRejection, type Judged, mostTexts } from './choose-texts.ts';
import { draftPrompt } from './draft-prompt.ts';
import type { Drawing } from './drawing.ts';
import { type Judging, judgeDraft } from './judging.ts';

/** Where drafts go, and how they are marked. */
export interface DraftPlace {
  readonly out: string;
  /** The key that says that a model wrote a post; null: nothing says so. */
  readonly label: string | null;
  readonly date: Date;
}

/** More texts side by side take memory, and hardly less time. */
const SIDE_BY_SIDE = 8;

/** What is shorter than this share of the blog's usual post is a remark, not a post. */
const SHORTEST_SHARE = 1 / 5;

/**
 * Draws texts until enough of them are posts, each the best of `best_of` drafts, and writes these into files in the form
 * of the blog, in the order of the texts' numbers. A model that learned front matter is held to the blog's while it writes
 * it (see `draftPrompt`). A text is rejected that is not a post, ends far too soon, begins like no title of the blog, has
 * the title of an existing post, or copies too much. How many are drawn: see `mostTexts`.
 * Throws NoDraftFault, WriteFault, LogitsFault, and the signal's reason when it is given.
 */
export async function* writePosts(
  project: Project,
  { model, tokenizer }: Pick<Writer, 'model' | 'tokenizer'>,
  blog: Blog,
  drawing: Drawing,
  judging: Judging,
  place: DraftPlace,
): AsyncGenerator<PostEvent, void, undefined> {
  const { count, best_of } = drawing;
  const texts = generateTexts(model, tokenizer, {
    ...drawing,
    ...draftPrompt(blog.documents),
    promptBegins: true,
    includePrompt: true,
    stopAtEnd: true,
    count: mostTexts(drawing),
    batchSize: Math.min(count * best_of, SIDE_BY_SIDE),
    signal: project.signal,
  });
  const lookAt = (text: DoneText) => candidateOf(text, blog, judging);
  for await (const event of chooseEnough(texts, lookAt, drawing, 'became posts')) {
    if (event.type === 'chosen') yield* written(project, event.made, event, blog, place);
    else if (event.type === 'draft-candidate') {
      const { made, ...looked } = event;
      yield { ...looked, title: made.draft.title, judgement: made.judgement };
    } else if (event.type !== 'prompt-cut') yield event;
  }
}

/** A draft that could be a post. */
interface Candidate extends Judged {
  readonly draft: Draft;
}

/** The draft that a text is, and what there is to say about it; or why there is none. */
async function candidateOf(text: DoneText, blog: Blog, judging: Judging): Promise<Candidate | Rejection> {
  const draft = draftOf(text, blog);
  if ('reason' in draft) return { ...draft, copied: null };
  const { title: source, body } = draft;
  const judgement = await judgeDraft(judging, { source, extension: blog.form.fileName.extension, body });
  return isRejection(judgement) ? judgement : { draft, judgement };
}

function draftOf({ text, ended }: DoneText, blog: Blog): Draft | Omit<Rejection, 'copied'> {
  const draft = draftFromText(text, { complete: ended });
  if ('reason' in draft) return draft;
  if (blog.titles.has(draft.title.toLowerCase())) {
    const reason = `a post called "${draft.title}" already exists`;
    return { kind: 'with a title that exists already', reason, recites: true };
  }
  const habit = habitViolation(draft.title, blog.titleHabits);
  if (habit !== null) return habit;
  const words = countWords(draft.body);
  // What was cut off at `length` is as long as it was asked to be.
  if (!ended || words >= blog.usualWords * SHORTEST_SHARE) return draft;
  const reason = `it has ${words} words, and a usual post of this blog has ${blog.usualWords}`;
  return { kind: 'too short', reason };
}

async function* written(
  { files }: Project,
  { draft, judgement }: Candidate,
  { number, nextNumber }: TextLookedAt,
  blog: Blog,
  { date, out, label }: DraftPlace,
): AsyncGenerator<PostEvent, void, undefined> {
  for (;;) {
    const { slug, title, fileName, content } = writeDraft(draft, blog.form, { date, label, takenSlugs: blog.slugs });
    blog.slugs.add(slug);
    const post = { path: pathIn(out, fileName), title, words: countWords(draft.body), judgement };
    // A file has that name already: the next free slug.
    if (await exists(files, post.path)) continue;
    yield { type: 'post-drafted', number, nextNumber, post };
    try {
      await writeText(files, post.path, content, { overwrite: false });
    } catch (fault) {
      // Another process has taken the name since.
      if (!(fault instanceof FileExistsFault)) throw fault;
      continue;
    }
    blog.titles.add(draft.title.toLowerCase());
    return yield { type: 'post-written', number, nextNumber, post };
  }
}
