import type { GivenParts } from '../../blog/corpus/form-parts.ts';
import { type Draft, draftFromText } from '../../blog/drafts/draft.ts';
import { habitViolation } from '../../blog/drafts/title-habits.ts';
import { type WrittenDraft, writeDraft } from '../../blog/drafts/write-draft.ts';
import type { Judgement, UsualPost } from '../../blog/judging/judgement.ts';
import { countWords } from '../../blog/language/words.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import { generateTexts } from '../../engine/generation/generate-texts.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { Project } from '../../project/project.ts';
import type { PostDocument } from '../corpus/documents.ts';
import type { PostEvent, Rejection, TextPosition } from '../events/writing.ts';
import type { Writer } from '../models/open-writer.ts';
import type { WriteTexts } from '../ranks/messages.ts';
import type { SharedTexts } from '../ranks/shared-texts.ts';
import type { Blog } from './blog.ts';
import { chooseEnough, type DoneText, isRejection, type Judged, maxTexts } from './choose-texts.ts';
import { draftPrompt } from './draft-prompt.ts';
import type { Drawing } from './drawing.ts';
import { type Judging, judgeDraft } from './judging.ts';
import { freePlace, writePlaced } from './place-draft.ts';

/** Where drafts are saved, and how they are marked. */
export interface DraftPlace {
  readonly out: string;
  /** The front-matter key that marks a post as written by a model; null for no mark. */
  readonly label: string | null;
  readonly date: Date;
}

/** Writes the texts that may become posts, with the parts that are given. */
export interface DraftWriter {
  readonly texts: SharedTexts<GivenParts>;
  readonly tokenizer: Tokenizer;
}

/** Writes texts in the form of these documents; all ranks of a job write the same. */
export function draftTexts(
  { model, tokenizer }: Pick<Writer, 'model' | 'tokenizer'>,
  documents: readonly PostDocument[],
  drawing: Pick<Drawing, 'seed' | 'sampling' | 'length'>,
): WriteTexts<GivenParts> {
  return ({ job: given, ...which }, signal) => {
    const { prompt, rules } = draftPrompt(documents, tokenizer, given);
    const form = { prompt, rules, promptBegins: true, includePrompt: true, stopAtEnd: true };
    return generateTexts(model, tokenizer, { ...drawing, ...which, ...form, signal });
  };
}

/** Texts drawn in parallel on each rank. More would take memory and save hardly any time. */
const SIDE_BY_SIDE = 8;

/** A text below this share of the usual length is a remark, not a post. */
const SHORTEST_SHARE = 1 / 5;

/**
 * Draws texts until enough of them are posts, each the best of `best_of` drafts, and writes these to files in the form
 * of the blog, in the order of the texts' numbers. A given title and given tags are kept word for word. A model that
 * learned front matter is constrained to valid front matter (see `draftPrompt`). A text is rejected if it is not a post,
 * is far too short, copies too much, or has a title of its own that is unlike those of the blog or that of an existing
 * post. `maxTexts` limits how many are drawn.
 * Throws NoDraftFault, WriteFault, LogitsFault, and the signal's reason.
 */
export async function* writePosts(
  project: Project,
  writer: DraftWriter,
  blog: Blog,
  drawing: Drawing,
  judging: Judging,
  place: DraftPlace,
): AsyncGenerator<PostEvent, void, undefined> {
  const { count, best_of, given, firstNumber } = drawing;
  const { asDraft } = draftPrompt(blog.documents, writer.tokenizer, given);
  const wanted = { job: given, firstNumber, count: maxTexts(drawing) };
  const each = Math.ceil((count * best_of) / project.ranks.size);
  const texts = writer.texts.texts([wanted], Math.min(each, SIDE_BY_SIDE));
  const writing = { blog, given, place };
  const assess = (text: DoneText) => candidateOf({ ...text, text: asDraft(text.text) }, writing, judging);
  for await (const event of chooseEnough(texts, assess, drawing, 'became posts')) {
    if (event.type === 'chosen') yield* written(project, event.made, event, { ...writing, usual: judging.judge.usual });
    else if (event.type === 'draft-candidate') {
      const { made, ...position } = event;
      yield { ...position, title: made.draft.title, judgement: made.judgement };
    } else if (event.type !== 'prompt-cut') yield event;
  }
}

/** A draft that may become a post. */
interface Candidate extends Judged {
  readonly draft: Draft;
  readonly judgement: Judgement;
}

/** Turns a text into a draft with its judgement, or rejects it. */
async function candidateOf(text: DoneText, writing: Writing, judging: Judging): Promise<Candidate | Rejection> {
  const draft = draftOf(text, writing.given, writing.blog);
  if ('reason' in draft) return { ...draft, copied: null };
  // Judged as it will be in its file, where every other command will judge it.
  const { fileName, content } = fileOf(draft, writing);
  const judgement = await judgeDraft(judging, readPost(fileName, content));
  return isRejection(judgement) ? judgement : { draft, judgement };
}

function fileOf(draft: Draft, { blog, given: { title, tags }, place: { date, label } }: Writing): WrittenDraft {
  const kept = { ...(title === null ? {} : { title }), ...(tags.length === 0 ? {} : { tags }) };
  return writeDraft(draft, blog.form, { date, label, takenSlugs: blog.slugs, ...kept });
}

function draftOf({ text, ended }: DoneText, { title }: GivenParts, blog: Blog): Draft | Omit<Rejection, 'copied'> {
  const draft = draftFromText(text, { complete: ended, title });
  if ('reason' in draft) return draft;
  const flaw = title === null ? titleFlaw(draft, blog) : null;
  if (flaw !== null) return flaw;
  const words = countWords(draft.body);
  // A text cut off at `length` is as long as requested.
  if (!ended || words >= blog.usualWords * SHORTEST_SHARE) return draft;
  const reason = `it has ${words} words, and a typical post of this blog has ${blog.usualWords}`;
  return { kind: 'too short', reason };
}

/** What is wrong with a title that the model wrote. */
function titleFlaw({ title }: Draft, { titles, titleHabits }: Blog): Omit<Rejection, 'copied'> | null {
  if (!titles.has(title.toLowerCase())) return habitViolation(title, titleHabits);
  const reason = `a post called "${title}" already exists`;
  return { kind: 'with a title that already exists', reason, recites: true };
}

interface Writing {
  readonly blog: Blog;
  readonly given: GivenParts;
  readonly place: DraftPlace;
}

async function* written(
  { files }: Project,
  { draft, judgement }: Candidate,
  { number, nextNumber }: TextPosition,
  writing: Writing & { readonly usual: UsualPost },
): AsyncGenerator<PostEvent, void, undefined> {
  const { blog, place, usual } = writing;
  for (;;) {
    const free = await freePlace(files, blog, place.out, () => fileOf(draft, writing));
    const paths = free.pictures.map((picture) => picture.path);
    const about = { path: free.path, title: free.title, words: countWords(draft.body), judgement };
    const post = paths.length === 0 ? about : { ...about, pictures: paths };
    yield { type: 'post-drafted', number, nextNumber, post };
    if (!(await writePlaced(files, free))) continue;
    blog.titles.add(draft.title.toLowerCase());
    return yield { type: 'post-written', number, nextNumber, post, usual };
  }
}
