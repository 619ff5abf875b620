import { type RemotePicture, type RemotePost, wordpressBody } from '../../blog/publishing/remote-post.ts';
import {
  BlogRefusedFault,
  type RemoteBlog,
  type RemoteEntry,
  type RemoteRequest,
  type WordpressOptions,
} from '../../project/publishing-tools.ts';
import { type AskOptions, askServer, serverAddress } from '../network/ask-server.ts';

type Taxonomy = 'categories' | 'tags';

/** Every status of a post except deleted. */
const ANY_STATUS = 'publish,future,draft,pending,private';

/** A blog on WordPress, through its REST API. */
export class WordpressBlog implements RemoteBlog {
  readonly #options: WordpressOptions;
  readonly #asking: AskOptions;
  readonly #api: string;

  /** Throws BlogRefusedFault for an unencrypted address. */
  constructor(options: WordpressOptions, asking: AskOptions = {}) {
    this.#options = options;
    this.#asking = asking;
    this.#api = `${serverAddress(options.address)}/wp-json/wp/v2`;
  }

  async find(slug: string): Promise<RemoteEntry | null> {
    const post = await this.#read(slug);
    return post === null ? null : entryIn(post);
  }

  async withdrawal(slug: string): Promise<RemoteRequest | null> {
    const post = (await this.#read(slug)) as { readonly id?: unknown } | null;
    if (post === null) return null;
    if (!Number.isSafeInteger(post.id)) throw new BlogRefusedFault("WordPress's answer is not a post.", 200, post);
    return { method: 'POST', address: `${this.#api}/posts/${post.id}`, body: { status: 'draft' }, notes: [] };
  }

  async withdraw(slug: string): Promise<RemoteEntry | null> {
    const request = await this.withdrawal(slug);
    return request === null ? null : entryIn(await this.#ask('POST', request.address, request.body));
  }

  /** The post with this slug; null if there is none. */
  async #read(slug: string): Promise<unknown> {
    const query = new URLSearchParams({ slug, status: ANY_STATUS, context: 'edit' });
    const found = await this.#ask('GET', `${this.#api}/posts?${query}`);
    return Array.isArray(found) && found.length > 0 ? found[0] : null;
  }

  async request(post: RemotePost): Promise<RemoteRequest> {
    const categories = await this.#ids('categories', post.categories);
    const tags = await this.#ids('tags', post.tags);
    const notes = [
      ...categories.missing.map((name) => `The blog has no category "${name}", so the post is published without it.`),
      ...tags.missing.map((name) => `The tag "${name}" is new to the blog.`),
      ...(post.picture === null ? [] : [`The picture ${post.picture.name} is uploaded first.`]),
    ];
    const body = wordpressBody(post, { categories: categories.known, tags: tags.known });
    return { method: 'POST', address: `${this.#api}/posts`, body, notes };
  }

  async create(post: RemotePost): Promise<RemoteEntry> {
    const categories = await this.#ids('categories', post.categories);
    const tags = await this.#ids('tags', post.tags);
    const created: number[] = [];
    for (const name of tags.missing) created.push(await this.#createTag(name));
    const picture = post.picture === null ? null : await this.#upload(post.picture);
    const body = wordpressBody(post, { categories: categories.known, tags: [...tags.known, ...created] }, picture);
    return entryIn(await this.#ask('POST', `${this.#api}/posts`, body));
  }

  /** Uploads a picture with its text; returns its id. */
  async #upload({ name, type, bytes, alt }: RemotePicture): Promise<number> {
    // Names in headers are ASCII; WordPress makes a file name of it anyway.
    const file = name.replace(/[^\w.-]/g, '-');
    const headers = { 'content-type': type, 'content-disposition': `attachment; filename="${file}"` };
    const media = (await this.#ask('POST', `${this.#api}/media`, bytes, headers)) as { readonly id?: unknown } | null;
    const id = media?.id;
    if (typeof id !== 'number' || !Number.isSafeInteger(id))
      throw new BlogRefusedFault("WordPress's answer is not a picture.", 200, media);
    await this.#ask('POST', `${this.#api}/media/${id}`, { alt_text: alt });
    return id;
  }

  /** The ids of the names that the blog has, and the other names. */
  async #ids(taxonomy: Taxonomy, names: readonly string[]): Promise<{ known: number[]; missing: string[] }> {
    const [known, missing]: [number[], string[]] = [[], []];
    for (const name of new Set(names)) {
      const id = await this.#idOf(taxonomy, name);
      if (id === null) missing.push(name);
      else if (!known.includes(id)) known.push(id);
    }
    return { known, missing };
  }

  async #idOf(taxonomy: Taxonomy, name: string): Promise<number | null> {
    for (const search of searchesFor(name)) {
      const query = new URLSearchParams({ search, per_page: '100' });
      const found = termsIn(await this.#ask('GET', `${this.#api}/${taxonomy}?${query}`));
      const same = found.find((term) => isSameName(plainText(term.name), name));
      if (same !== undefined) return same.id;
    }
    return null;
  }

  /** Creates a tag and returns its id. If WordPress has a tag of nearly the same name, its id. */
  async #createTag(name: string): Promise<number> {
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

  #ask(method: 'GET' | 'POST', address: string, body?: unknown, more = {}): Promise<unknown> {
    const { user, password } = this.#options;
    const question = {
      method,
      address,
      body,
      headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`, ...more },
      credentials:
        'Check that WORDPRESS_USER may publish there, and that WORDPRESS_APPLICATION_PASSWORD is one of its application ' +
        'passwords (Users, Profile), not the login password.',
    };
    return askServer(question, this.#asking);
  }
}

interface Term {
  readonly id: number;
  readonly name: string;
}

/** Throws BlogRefusedFault unless the answer is a list of categories or tags. */
function termsIn(answer: unknown): readonly Term[] {
  const isTerm = (term: Partial<Term> | null) => Number.isSafeInteger(term?.id) && typeof term?.name === 'string';
  if (Array.isArray(answer) && answer.every(isTerm)) return answer;
  throw new BlogRefusedFault("WordPress's answer is not a list of categories or tags.", 200, answer);
}

function entryIn(post: unknown): RemoteEntry {
  const { title, link } = (post ?? {}) as { title?: { raw?: unknown; rendered?: unknown }; link?: unknown };
  const shown = title?.raw ?? title?.rendered;
  if (shown === undefined || link === undefined) {
    throw new BlogRefusedFault("WordPress's answer is not a post.", 200, post);
  }
  return { title: plainText(String(shown)), address: String(link) };
}

/**
 * Texts to search for a name. WordPress searches names as it stores them: "R&D" as "R&amp;D", and quotes perhaps as entities.
 * The longest word is the same in all forms.
 */
function searchesFor(name: string): Set<string> {
  const stored = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const words = name.split(/[^\p{L}\p{M}\p{N}\s-]+/u).map((word) => word.trim());
  const longest = words.reduce((most, word) => (word.length > most.length ? word : most), '');
  return new Set([stored, name, longest].filter((search) => search !== ''));
}

/** Whether two names differ only in case, spaces, and typographic quotes. */
function isSameName(one: string, other: string): boolean {
  const plain = (name: string) =>
    name
      .normalize('NFC')
      .replace(/[‘’‛′]/g, "'")
      .replace(/[“”„‟″]/g, '"')
      .replace(/\s+/g, ' ')
      .trim()
      .toLowerCase();
  return plain(one) === plain(other);
}

/** Decodes the entities that WordPress puts into names and titles. */
function plainText(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi,
    (entity, decimal, hex, name) => {
      if (name !== undefined) return ENTITIES[String(name).toLowerCase() as keyof typeof ENTITIES];
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
    },
  );
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' } as const;
