import { draftFromText } from '../../blog/drafts/draft.ts';
import { writeDraft } from '../../blog/drafts/write-draft.ts';
import { countWords } from '../../blog/language/words.ts';
import { Fault } from '../../fault.ts';
import type { Project } from '../../project/project.ts';
import { readTextFile } from '../../project/text/read-text-file.ts';
import { collectPosts } from '../corpus/read-posts.ts';
import { openBlog } from '../drafts/blog.ts';
import { requireCoverFormat } from '../drafts/covers.ts';
import { labelKey } from '../drafts/label-key.ts';
import { freePlace, writePlaced } from '../drafts/place-draft.ts';
import { timeZoneOf } from '../drafts/time-zone.ts';
import type { DraftEvent } from '../events/writing.ts';
import { checkPlace } from '../run/before-training.ts';
import { type DraftGiven, type DraftSettings, draftSettings } from '../settings/draft.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';

/** A text is too little for a post. */
export class NoPostFault extends Fault {
  override readonly code: string = 'no-post';
}

/**
 * Makes a draft of a text, in the form of the blog that the posts are from: file name, front matter, tags and picture as `run`
 * makes them. The text is cleaned as those of a model are; existing files are never overwritten. Throws SettingFault,
 * NoPostFault, PublishedFolderFault, UnreadableFault, WriteFault, and the faults of `readPosts`.
 */
export async function* makeDraft(given: DraftGiven, project: Project): AsyncGenerator<DraftEvent, void, undefined> {
  const settings = checkSettings(draftSettings, given);
  const { files } = project;
  const label = labelKey(settings.label);
  const timeZone = timeZoneOf(settings.timezone);
  await requireCoverFormat(project, settings);
  const draft = draftFromText(await textOf(project, settings), { complete: true, title: settings.title });
  if ('reason' in draft) throw new NoPostFault(`The text is no post: ${draft.reason}.`);
  await files.requireWritableFolder(settings.out);
  const documents = yield* collectPosts(project, settings.posts, { ...settings, format: 'text' });
  await checkPlace(files, settings, documents);
  const date = project.now();
  const blog = await openBlog(project, documents, settings, { takenTitles: [], date, timeZone });
  for (const text of blog.covers.notices) yield { type: 'notice', text };
  const { title, tags } = settings;
  const kept = { ...(title === null ? {} : { title }), ...(tags === null ? {} : { tags }) };
  for (;;) {
    const make = () => writeDraft(draft, blog.form, { date, label, takenSlugs: blog.slugs, ...kept });
    const placed = await freePlace(files, blog, settings.out, make);
    project.signal?.throwIfAborted();
    if (!(await writePlaced(files, placed))) continue;
    const pictures = placed.pictures.map(({ path }) => path);
    return yield {
      type: 'draft-made',
      path: placed.path,
      title: placed.title,
      words: countWords(draft.body),
      pictures,
    };
  }
}

async function textOf({ files }: Project, { file, text, encoding }: DraftSettings): Promise<string> {
  if ((file === null) === (text === null)) {
    throw new SettingFault('file', 'Give a file with the text, or `text`, the text itself.');
  }
  return file === null ? text!.join('\n\n') : readTextFile(files, file, encoding);
}
