import { slugOf } from '../drafts/slug.ts';
import { summaryKeys } from '../posts/known-keys.ts';
import type { Post } from '../posts/post.ts';
import { type PortableBody, portableBody } from './html-body.ts';
import { wordpressContent } from './wordpress-content.ts';

/** A post for a blog that is reached over the network. */
export interface RemotePost extends PortableBody {
  readonly title: string;
  /** Of such letters that every software leaves it as it is, so that the post is found by it again. */
  readonly slug: string;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly date: Date;
  /** It stays a draft there, for a person to publish. */
  readonly asDraft: boolean;
}

/** A draft as a post of another blog's software. One without a title is called by its slug. */
export function remotePost(post: Post, { date, asDraft }: Pick<RemotePost, 'date' | 'asDraft'>): RemotePost {
  const { title, categories, tags } = post;
  const slug = slugOf(post.slug);
  return {
    ...portableBody(post),
    title: title ?? post.slug,
    slug,
    categories,
    tags,
    description: summaryIn(post),
    date,
    asDraft,
  };
}

function summaryIn({ frontMatter: { data } }: Post): string | null {
  const texts = summaryKeys.map((key) => data[key]).filter((value) => typeof value === 'string');
  return texts.find((text) => text.trim() !== '') ?? null;
}

/** How Ghost gets a text: as HTML, of which it makes blocks of its own, or in one Markdown card of its format. */
export type GhostSource = 'html' | 'lexical';

/** What Ghost's Admin API takes for a new post. */
export function ghostBody(post: RemotePost, source: GhostSource): Readonly<Record<string, unknown>> {
  const { title, slug, html, markdown, tags, categories, description, date, asDraft } = post;
  return {
    posts: [
      {
        title,
        slug,
        ...(source === 'html' ? { html } : { lexical: markdownCard(markdown) }),
        status: asDraft ? 'draft' : 'published',
        ...(asDraft ? {} : { published_at: date.toISOString() }),
        ...(description === null ? {} : { custom_excerpt: shortened(description, LONGEST_EXCERPT) }),
        tags: [...new Set([...categories, ...tags])].map((name) => ({ name })),
      },
    ],
  };
}

/** Ghost refuses longer ones. */
const LONGEST_EXCERPT = 300;

/** Of a character that needs two places no half stays. */
function shortened(text: string, length: number): string {
  return text.slice(0, length).replace(/\p{Cs}$/u, '');
}

function markdownCard(markdown: string): string {
  const root = { type: 'root', version: 1, format: '', indent: 0, direction: null };
  return JSON.stringify({ root: { ...root, children: [{ type: 'markdown', version: 1, markdown }] } });
}

/** Names of categories and tags have numbers in WordPress; those that it does not have yet are none. */
export interface WordpressTerms {
  readonly categories: readonly number[];
  readonly tags: readonly number[];
}

/** What WordPress's REST API takes for a new post. */
export function wordpressBody(post: RemotePost, terms: WordpressTerms): Readonly<Record<string, unknown>> {
  const { title, slug, html, description, date, asDraft } = post;
  return {
    title,
    slug,
    content: wordpressContent(html),
    status: asDraft ? 'draft' : 'publish',
    // WordPress writes moments of UTC without their zone, and without parts of seconds.
    ...(asDraft ? {} : { date_gmt: date.toISOString().slice(0, 19) }),
    ...(description === null ? {} : { excerpt: description }),
    ...(terms.categories.length === 0 ? {} : { categories: terms.categories }),
    ...(terms.tags.length === 0 ? {} : { tags: terms.tags }),
  };
}
