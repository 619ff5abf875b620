import { slugOf } from '../drafts/slug.ts';
import { summaryKeys, textNamed } from '../posts/known-keys.ts';
import type { Post } from '../posts/post.ts';
import { type PortableBody, portableBody } from './html-body.ts';
import { wordpressContent } from './wordpress-content.ts';

/** A post for a blog on a server. */
export interface RemotePost extends PortableBody {
  readonly title: string;
  /** Uses only characters that every system keeps unchanged, so that the post can be found by its slug. */
  readonly slug: string;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly date: Date;
  /** Whether it remains a draft there, for a person to publish. */
  readonly asDraft: boolean;
  /** The picture to upload with it; null for none. */
  readonly picture: RemotePicture | null;
}

/** A picture for a blog on a server. */
export interface RemotePicture {
  /** With its extension. */
  readonly name: string;
  /** Its media type: 'image/png'. */
  readonly type: string;
  readonly bytes: Uint8Array;
  /** A text for people who do not see it. */
  readonly alt: string;
}

/** A draft as a post for another system. Without a title, its slug is the title. */
export function remotePost(
  post: Post,
  { date, asDraft, picture = null }: Pick<RemotePost, 'date' | 'asDraft'> & { readonly picture?: RemotePicture | null },
): RemotePost {
  const { title, categories, tags } = post;
  const slug = slugOf(post.slug);
  return {
    ...portableBody(post),
    title: title ?? post.slug,
    slug,
    categories,
    tags,
    description: textNamed(post.frontMatter, summaryKeys),
    date,
    asDraft,
    picture,
  };
}

/** The format in which Ghost receives a text: HTML, which it converts to its own blocks, or a single Markdown card. */
export type GhostSource = 'html' | 'lexical';

/** The body of Ghost's Admin API request for a new post; `picture` is the address of its uploaded picture. */
export function ghostBody(
  post: RemotePost,
  source: GhostSource,
  picture: string | null = null,
): Readonly<Record<string, unknown>> {
  const { title, slug, html, markdown, tags, categories, description, date, asDraft } = post;
  return {
    posts: [
      {
        title,
        slug,
        ...(source === 'html' ? { html } : { lexical: markdownCard(markdown) }),
        status: asDraft ? 'draft' : 'published',
        ...(asDraft ? {} : { published_at: date.toISOString() }),
        ...(description === null ? {} : { custom_excerpt: shortened(description, MAX_EXCERPT_CHARACTERS) }),
        ...(picture === null
          ? {}
          : { feature_image: picture, feature_image_alt: shortened(post.picture!.alt, MAX_ALT_CHARACTERS) }),
        tags: [...new Set([...categories, ...tags])].map((name) => ({ name })),
      },
    ],
  };
}

/** Characters. Ghost refuses longer excerpts. */
const MAX_EXCERPT_CHARACTERS = 300;

/** Characters. Ghost refuses longer texts of pictures. */
const MAX_ALT_CHARACTERS = 191;

/** Cuts a text without splitting a surrogate pair. */
function shortened(text: string, length: number): string {
  return text.slice(0, length).replace(/\p{Cs}$/u, '');
}

function markdownCard(markdown: string): string {
  const root = { type: 'root', version: 1, format: '', indent: 0, direction: null };
  return JSON.stringify({ root: { ...root, children: [{ type: 'markdown', version: 1, markdown }] } });
}

/** The ids of categories and tags in WordPress; without those that do not exist yet. */
export interface WordpressTerms {
  readonly categories: readonly number[];
  readonly tags: readonly number[];
}

/** The body of WordPress's REST API request for a new post; `picture` is the id of its uploaded picture. */
export function wordpressBody(
  post: RemotePost,
  terms: WordpressTerms,
  picture: number | null = null,
): Readonly<Record<string, unknown>> {
  const { title, slug, html, description, date, asDraft } = post;
  return {
    title,
    slug,
    content: wordpressContent(html),
    status: asDraft ? 'draft' : 'publish',
    // WordPress writes UTC times without a zone and without fractions of a second.
    ...(asDraft ? {} : { date_gmt: date.toISOString().slice(0, 19) }),
    ...(description === null ? {} : { excerpt: description }),
    ...(terms.categories.length === 0 ? {} : { categories: terms.categories }),
    ...(terms.tags.length === 0 ? {} : { tags: terms.tags }),
    ...(picture === null ? {} : { featured_media: picture }),
  };
}
