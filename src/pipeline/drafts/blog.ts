import { median } from '../../blog/corpus/median.ts';
import type { BlogForm } from '../../blog/drafts/blog-form.ts';
import { formInZone } from '../../blog/drafts/form-in-zone.ts';
import { learnForm } from '../../blog/drafts/learn-form.ts';
import { type TitleHabits, titleHabits } from '../../blog/drafts/title-habits.ts';
import type { SiteFacts } from '../../blog/import/sites/site-facts.ts';
import { countWords } from '../../blog/language/words.ts';
import type { Project } from '../../project/project.ts';
import type { PostDocument } from '../corpus/documents.ts';
import { type CoverSetting, type Covers, openCovers } from './covers.ts';
import { siteOfPosts } from './site-of-posts.ts';
import { takenSlugs } from './taken-slugs.ts';

/** What new posts have to fit: the form, titles and slugs of a blog. */
export interface Blog {
  readonly documents: readonly PostDocument[];
  /** Its file names and front matter. */
  readonly form: BlogForm;
  /** Titles of its posts and drafts, in lower case. Grows with each draft. */
  readonly titles: Set<string>;
  readonly titleHabits: TitleHabits;
  /** Slugs of its posts and drafts. Grows with each draft. */
  readonly slugs: Set<string>;
  /** Length of the median post, in words. */
  readonly usualWords: number;
  /** The pictures of its posts. */
  readonly covers: Covers;
}

/** What is known about a blog besides its documents. */
export interface BlogFacts {
  /** What is known about the site around the documents; null if nothing. */
  readonly site: SiteFacts | null;
  readonly covers: Covers;
  /** Titles and slugs, besides those of the documents, that no draft may use. */
  readonly takenTitles: readonly string[];
  readonly takenSlugs: readonly string[];
  readonly date: Date;
  readonly timeZone: string;
}

/** Describes the blog that consists of these documents. */
export function blogOf(documents: readonly PostDocument[], facts: BlogFacts): Blog {
  const posts = documents.map(({ post }) => post);
  const titles = [...posts.map(({ title }) => title ?? ''), ...facts.takenTitles];
  return {
    documents,
    form: formInZone(learnForm(posts, facts.site, facts.covers.habits), facts.timeZone, facts.date),
    titles: new Set(titles.map((title) => title.toLowerCase())),
    titleHabits: titleHabits(posts.flatMap(({ title }) => title ?? [])),
    slugs: new Set([...posts.map(({ slug }) => slug), ...facts.takenSlugs]),
    usualWords: median(posts.map(({ body }) => countWords(body))) ?? 0,
    covers: facts.covers,
  };
}

/** Where the documents of a blog come from, and where its drafts go. */
export interface BlogPlaces {
  readonly posts: readonly string[];
  readonly out: string;
  /** As for `siteOfPosts`. */
  readonly site: string;
  /** As in the settings of `run`. */
  readonly cover: CoverSetting;
}

/** Describes the blog, including what its site and the drafts on disk say. */
export async function openBlog(
  project: Project,
  documents: readonly PostDocument[],
  { posts, out, site, cover }: BlogPlaces,
  written: Pick<BlogFacts, 'takenTitles' | 'date' | 'timeZone'>,
): Promise<Blog> {
  const { files } = project;
  const all = documents.map(({ post }) => post);
  return blogOf(documents, {
    ...written,
    covers: await openCovers(project, all, { cover, posts }),
    site: await siteOfPosts(files, posts, site),
    takenSlugs: await takenSlugs(files, [...posts, out]),
  });
}
