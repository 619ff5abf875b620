import { createHash, createHmac } from 'node:crypto';
import { ghostBody, type RemotePicture, type RemotePost } from '../../blog/publishing/remote-post.ts';
import { Fault } from '../../fault.ts';
import {
  BlogRefusedFault,
  type GhostOptions,
  type RemoteBlog,
  type RemoteEntry,
  type RemoteRequest,
} from '../../project/publishing-tools.ts';
import { type AskOptions, askServer, serverAddress } from '../network/ask-server.ts';

/** The key is not a key of Ghost's Admin API. */
export class GhostKeyFault extends Fault {
  override readonly code: string = 'ghost-key';
}

/** Ghost refuses tokens with a longer lifetime. */
const TOKEN_SECONDS = 5 * 60;

/**
 * A token for Ghost's Admin API (JWT, HS256). `key` is `<id>:<secret in hexadecimal>`, as Ghost shows it. Throws
 * GhostKeyFault, whose message does not contain the key.
 */
export function ghostToken(key: string, now: Date): string {
  const [, id, secret] = /^([0-9a-f]+):((?:[0-9a-f]{2})+)$/i.exec(key.trim()) ?? [];
  if (id === undefined) {
    throw new GhostKeyFault(
      'GHOST_ADMIN_API_KEY is not a key of the Admin API, which has the form <id>:<secret>, both in hexadecimal. Ghost ' +
        'shows it under Settings, Integrations, as "Admin API key".',
    );
  }
  const issued = Math.floor(now.getTime() / 1000);
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const head = part({ alg: 'HS256', typ: 'JWT', kid: id });
  const signed = `${head}.${part({ iat: issued, exp: issued + TOKEN_SECONDS, aud: '/admin/' })}`;
  return `${signed}.${createHmac('sha256', Buffer.from(secret, 'hex')).update(signed).digest('base64url')}`;
}

/** A blog on Ghost, through its Admin API. */
export class GhostBlog implements RemoteBlog {
  readonly #options: GhostOptions;
  readonly #asking: AskOptions;
  readonly #api: string;

  /** Throws GhostKeyFault, and BlogRefusedFault for an unencrypted address. */
  constructor(options: GhostOptions, asking: AskOptions = {}) {
    ghostToken(options.key, new Date(0));
    this.#options = options;
    this.#asking = asking;
    this.#api = `${serverAddress(options.address).replace(/\/ghost$/, '')}/ghost/api/admin`;
  }

  async find(slug: string): Promise<RemoteEntry | null> {
    const answer = await this.#read(slug);
    return answer === null ? null : entryIn(answer);
  }

  async withdrawal(slug: string): Promise<RemoteRequest | null> {
    const answer = await this.#read(slug);
    if (answer === null) return null;
    const { id, updated_at } = versionIn(answer);
    // Ghost refuses a change of a post without the time of its version.
    const body = { posts: [{ status: 'draft', updated_at }] };
    return { method: 'PUT', address: `${this.#api}/posts/${id}/`, body, notes: [] };
  }

  async withdraw(slug: string): Promise<RemoteEntry | null> {
    const request = await this.withdrawal(slug);
    return request === null ? null : entryIn(await this.#ask(request.method, request.address, request.body));
  }

  /** Ghost's answer with the post of this slug; null if there is none. */
  async #read(slug: string): Promise<unknown> {
    try {
      return await this.#ask('GET', `${this.#api}/posts/slug/${encodeURIComponent(slug)}/`);
    } catch (error) {
      if (error instanceof BlogRefusedFault && error.status === 404) return null;
      throw error;
    }
  }

  async request(post: RemotePost): Promise<RemoteRequest> {
    const { source } = this.#options;
    const address = `${this.#api}/posts/${source === 'html' ? '?source=html' : ''}`;
    const notes = post.picture === null ? [] : [`The picture ${post.picture.name} is uploaded first.`];
    return { method: 'POST', address, body: ghostBody(post, source), notes };
  }

  async create(post: RemotePost): Promise<RemoteEntry> {
    const { method, address } = await this.request(post);
    const picture = post.picture === null ? null : await this.#upload(post.picture);
    return entryIn(await this.#ask(method, address, ghostBody(post, this.#options.source, picture)));
  }

  /** Uploads a picture; returns its address. */
  async #upload(picture: RemotePicture): Promise<string> {
    const { body, type } = multipart(picture);
    const answer = await this.#ask('POST', `${this.#api}/images/upload/`, body, { 'content-type': type });
    const url = (answer as { images?: ({ url?: unknown } | null)[] } | null)?.images?.[0]?.url;
    if (typeof url !== 'string') throw new BlogRefusedFault("Ghost's answer contains no picture.", 200, answer);
    return url;
  }

  #ask(method: 'GET' | 'POST' | 'PUT', address: string, body?: unknown, more = {}): Promise<unknown> {
    const { key, now } = this.#options;
    const question = {
      method,
      address,
      body,
      headers: { authorization: `Ghost ${ghostToken(key, now())}`, 'accept-version': 'v5.0', ...more },
      credentials:
        'Check that GHOST_ADMIN_API_KEY is the key of this blog, and that the clock of this computer is right.',
    };
    return askServer(question, this.#asking);
  }
}

/** A form with a file (RFC 7578). The boundary is a digest of the file, which therefore cannot contain it. */
function multipart({ name, type, bytes }: RemotePicture): { readonly body: Uint8Array; readonly type: string } {
  const boundary = `tpdne-${createHash('sha256').update(bytes).digest('hex')}`;
  const file = name.replace(/[\r\n"]/g, '_');
  const head =
    `--${boundary}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nimage\r\n` +
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file}"\r\ncontent-type: ${type}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { body: new Uint8Array(body), type: `multipart/form-data; boundary=${boundary}` };
}

/** The id of a post, and the time of its version. */
function versionIn(answer: unknown): { readonly id: string; readonly updated_at: string } {
  const post = (answer as { posts?: ({ id?: unknown; updated_at?: unknown } | null)[] } | null)?.posts?.[0];
  const [id, updated_at] = [post?.id, post?.updated_at];
  if (typeof id === 'string' && /^[\w-]+$/.test(id) && typeof updated_at === 'string') return { id, updated_at };
  throw new BlogRefusedFault("Ghost's answer contains no version of a post.", 200, answer);
}

function entryIn(answer: unknown): RemoteEntry {
  const post = (answer as { posts?: ({ title?: unknown; url?: unknown } | null)[] } | null)?.posts?.[0];
  if (typeof post?.url !== 'string') throw new BlogRefusedFault("Ghost's answer contains no post.", 200, answer);
  return { title: String(post.title), address: String(post.url) };
}
