import { type RemotePost, wordpressBody } from '../../blog/publishing/remote-post.ts';
import { askServer, BlogRefusedFault, serverAddress } from './ask-server.ts';
import type { RemoteBlog, RemoteEntry, RemoteRequest } from './remote-blog.ts';

export interface WordpressOptions {
  /** The blog's address. */
  readonly address: string;
  readonly user: string;
  /** An application password, as WordPress shows it: with or without its spaces. */
  readonly password: string;
}

type Taxonomy = 'categories' | 'tags';

/** All that a post can be but deleted. */
const ANY_STATUS = 'publish,future,draft,pending,private';

/** A blog on WordPress, by its REST API. */
export class WordpressBlog implements RemoteBlog {
  readonly #options: WordpressOptions;
  readonly #api: string;

  /** Throws BlogRefusedFault for an address that is not encrypted. */
  constructor(options: WordpressOptions) {
    this.#options = options;
    this.#api = `${serverAddress(options.address)}/wp-json/wp/v2`;
  }

  async find(slug: string): Promise<RemoteEntry | null> {
    const query = new URLSearchParams({ slug, status: ANY_STATUS, context: 'edit' });
    const found = await this.#ask('GET', `${this.#api}/posts?${query}`);
    return Array.isArray(found) && found.length > 0 ? entryIn(found[0]) : null;
  }

  async request(post: RemotePost): Promise<RemoteRequest> {
    const categories = await this.#numbers('categories', post.categories);
    const tags = await this.#numbers('tags', post.tags);
    const notes = [
      ...categories.missing.map((name) => `The blog has no category "${name}": the post goes without it.`),
      ...tags.missing.map((name) => `The tag "${name}" is new to the blog.`),
    ];
    const body = wordpressBody(post, { categories: categories.known, tags: tags.known });
    return { method: 'POST', address: `${this.#api}/posts`, body, notes };
  }

  async create(post: RemotePost): Promise<RemoteEntry> {
    const categories = await this.#numbers('categories', post.categories);
    const tags = await this.#numbers('tags', post.tags);
    const made: number[] = [];
    for (const name of tags.missing) made.push(await this.#makeTag(name));
    const body = wordpressBody(post, { categories: categories.known, tags: [...tags.known, ...made] });
    return entryIn(await this.#ask('POST', `${this.#api}/posts`, body));
  }

  /** The numbers of those names that the blog knows, and the names of the others. */
  async #numbers(taxonomy: Taxonomy, names: readonly string[]): Promise<{ known: number[]; missing: string[] }> {
    const [known, missing]: [number[], string[]] = [[], []];
    for (const name of new Set(names)) {
      const query = new URLSearchParams({ search: name, per_page: '100' });
      const found = termsIn(await this.#ask('GET', `${this.#api}/${taxonomy}?${query}`));
      const same = found.find((term) => plainText(term.name).toLowerCase() === name.toLowerCase());
      if (same === undefined) missing.push(name);
      else known.push(same.id);
    }
    return { known, missing };
  }

  /** A tag of nearly the same name counts as it: WordPress tells which. */
  async #makeTag(name: string): Promise<number> {
    try {
      return termsIn([await this.#ask('POST', `${this.#api}/tags`, { name })])[0].id;
    } catch (error) {
      const { code, data } = ((error as BlogRefusedFault).answer ?? {}) as {
        code?: string;
        data?: { term_id?: number };
      };
      if (error instanceof BlogRefusedFault && code === 'term_exists' && data?.term_id !== undefined)
        return data.term_id;
      throw error;
    }
  }

  #ask(method: 'GET' | 'POST', address: string, body?: unknown): Promise<unknown> {
    const { user, password } = this.#options;
    return askServer({
      method,
      address,
      body,
      headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
      credentials:
        'Look whether WORDPRESS_USER may publish there, and WORDPRESS_APPLICATION_PASSWORD is one of its application ' +
        'passwords (Users, Profile), not the one to log in with.',
    });
  }
}

interface Term {
  readonly id: number;
  readonly name: string;
}

/** Throws BlogRefusedFault for anything else than categories or tags. */
function termsIn(answer: unknown): readonly Term[] {
  const isTerm = (term: Partial<Term> | null) => Number.isSafeInteger(term?.id) && typeof term?.name === 'string';
  if (Array.isArray(answer) && answer.every(isTerm)) return answer;
  throw new BlogRefusedFault("WordPress's answer is no list of categories or tags.", 200, answer);
}

function entryIn(post: unknown): RemoteEntry {
  const { title, link } = (post ?? {}) as { title?: { raw?: unknown; rendered?: unknown }; link?: unknown };
  const shown = title?.raw ?? title?.rendered;
  if (shown === undefined || link === undefined) {
    throw new BlogRefusedFault("WordPress's answer is no post.", 200, post);
  }
  return { title: plainText(String(shown)), address: String(link) };
}

/** WordPress shows names and titles with some characters as entities. */
function plainText(text: string): string {
  return text
    .replace(/&#(\d{1,7});/g, (whole, code: string) =>
      Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : whole,
    )
    .replace(/&(amp|lt|gt|quot);/g, (_, name: 'amp' | 'lt' | 'gt' | 'quot') => ENTITIES[name]);
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"' } as const;
