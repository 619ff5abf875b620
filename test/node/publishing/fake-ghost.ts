import jwt from 'jsonwebtoken';
import { type Answer, localServer, type Request } from './local-server.ts';

/** A key of the Admin API as Ghost makes them: the secret in hexadecimal. */
export const ghostKey = { id: '6470f3c1a2b3c4d5e6f70812', secret: 'ab'.repeat(32) };
export const ghostApiKey = `${ghostKey.id}:${ghostKey.secret}`;

type GhostPost = Readonly<Record<string, unknown>> & { readonly slug: string; readonly title: string };

const fault = (status: number, message: string, context: string): Answer => ({
  status,
  body: { errors: [{ message, context, type: 'Error' }] },
});

/**
 * A Ghost that accepts posts as Ghost does: it first verifies the token with the library that Ghost uses and the same
 * options (HS256, the audience /admin/, at most five minutes), then checks the post.
 */
export async function fakeGhost({ now }: { now: () => Date }) {
  const posts: GhostPost[] = [];
  const pictures: { readonly name: string; readonly type: string; readonly bytes: Buffer }[] = [];
  /** Answers to the next requests that would create a post; with `lost` the post is created before the answer. */
  const troubles: ('refused' | 'lost')[] = [];
  const address = await localServer((request) => {
    const denied = verified(request, now());
    if (denied !== null) return denied;
    const { pathname, searchParams } = request.url;
    const [, slug] = /^\/ghost\/api\/admin\/posts\/slug\/([^/]+)\/$/.exec(pathname) ?? [];
    if (request.method === 'GET' && slug !== undefined) {
      const found = posts.find((post) => post.slug === decodeURIComponent(slug));
      return found === undefined
        ? fault(404, 'Resource not found error, cannot read post.', 'Post not found.')
        : { status: 200, body: { posts: [found] } };
    }
    const [, id] = /^\/ghost\/api\/admin\/posts\/([0-9a-f]+)\/$/.exec(pathname) ?? [];
    if (request.method === 'PUT' && id !== undefined) return changed(id, request.body);
    if (request.method === 'POST' && pathname === '/ghost/api/admin/images/upload/') return uploaded(request);
    if (request.method !== 'POST' || pathname !== '/ghost/api/admin/posts/') return fault(404, 'Not found', pathname);
    const wrong = wrongPost(request.body, searchParams.get('source'));
    if (wrong !== null) return fault(422, 'Validation error, cannot save post.', wrong);
    if (troubles[0] === 'refused') return fault(503, 'Maintenance', String(troubles.shift()));
    const [given] = (request.body as { posts: GhostPost[] }).posts;
    let unique = given.slug;
    for (let copy = 2; posts.some((post) => post.slug === unique); copy++) unique = `${given.slug}-${copy}`;
    const version = { id: (0xa0 + posts.length).toString(16), updated_at: '2026-07-01T10:00:00.000Z' };
    const made: GhostPost = { ...given, ...version, slug: unique, url: `${address}/${unique}/` };
    posts.push(made);
    return troubles.shift() === 'lost' ? fault(502, 'Bad gateway', '') : { status: 201, body: { posts: [made] } };
  });
  /** Ghost changes only the given fields of a post, and only its current version. */
  function changed(id: string, body: unknown): Answer {
    const index = posts.findIndex((post) => post.id === id);
    if (index === -1) return fault(404, 'Resource not found error, cannot edit post.', 'Post not found.');
    const { updated_at, status, ...others } = (body as { posts: Record<string, unknown>[] }).posts[0];
    if (Object.keys(others).length > 0) return fault(422, 'Validation error', `unknown ${Object.keys(others)}`);
    if (updated_at !== posts[index].updated_at) {
      return fault(409, 'Saving failed! Someone else is editing this post.', 'updated_at');
    }
    posts[index] = { ...posts[index], status, updated_at: '2026-07-01T11:00:00.000Z' };
    return troubles.shift() === 'lost'
      ? fault(502, 'Bad gateway', '')
      : { status: 200, body: { posts: [posts[index]] } };
  }

  /** Ghost reads the form with busboy: the file is the field of that name, and its type decides. */
  function uploaded({ headers, body }: Request): Answer {
    const [, boundary] = /^multipart\/form-data; boundary=([\w-]{1,70})$/.exec(headers['content-type'] ?? '') ?? [];
    if (boundary === undefined) return fault(415, 'Unsupported media type', String(headers['content-type']));
    const fields = (body as Buffer).toString('latin1').split(`--${boundary}`);
    if (fields.at(-1) !== '--\r\n') return fault(400, 'Unexpected end of form', '');
    const file = fields.find((field) => field.includes('name="file"'));
    const [, name, type, content] =
      /filename="([^"]+)"\r\ncontent-type: (\S+)\r\n\r\n([\s\S]*)\r\n$/.exec(file ?? '') ?? [];
    if (name === undefined || !type.startsWith('image/')) return fault(415, 'Please select a valid image.', '');
    pictures.push({ name, type, bytes: Buffer.from(content, 'latin1') });
    return { status: 201, body: { images: [{ url: `${address}/content/images/${name}`, ref: null }] } };
  }

  return { address, posts, pictures, troubles };
}

/** Null for a token that Ghost would accept. */
function verified({ headers }: Request, now: Date): Answer | null {
  const [scheme, token] = headers.authorization?.split(' ') ?? [];
  if (scheme !== 'Ghost') return fault(401, 'Authorization failed', 'Authorization header format is "Ghost [token]"');
  const decoded = jwt.decode(token, { complete: true });
  if (decoded?.header.kid !== ghostKey.id) return fault(401, 'Unknown Admin API Key', '');
  try {
    const verifiedToken = jwt.verify(token, Buffer.from(ghostKey.secret, 'hex'), {
      algorithms: ['HS256'],
      audience: /\/?admin\/?$/,
      maxAge: '5m',
      clockTimestamp: Math.floor(now.getTime() / 1000),
    });
    const { exp, iat } = verifiedToken as jwt.JwtPayload;
    if (exp === undefined || iat === undefined || exp - iat > 300) return fault(401, 'Invalid token', 'lives too long');
  } catch (error) {
    return fault(401, 'Invalid token', (error as Error).message);
  }
  if (!/^v\d+\.\d+$/.test(String(headers['accept-version']))) return fault(400, 'Accept-Version header missing', '');
  return null;
}

/** The field that Ghost's schema refuses; null for a valid post. */
function wrongPost(body: unknown, source: string | null): string | null {
  const given = (body as { posts?: Record<string, unknown>[] } | undefined)?.posts;
  if (!Array.isArray(given) || given.length !== 1) return 'posts must be one';
  const { title, slug, html, lexical, status, published_at, custom_excerpt, tags, ...more } = given[0];
  const { feature_image, feature_image_alt, ...others } = more;
  if (Object.keys(others).length > 0) return `unknown ${Object.keys(others)}`;
  if (typeof title !== 'string' || title === '' || title.length > 255) return 'title';
  if (typeof slug !== 'string' || !/^[a-z0-9-]{1,191}$/.test(slug)) return 'slug';
  if (!['published', 'draft', 'scheduled'].includes(status as string)) return 'status';
  if (source === 'html' ? typeof html !== 'string' || lexical !== undefined : html !== undefined)
    return 'html and source';
  if (source === null && (typeof lexical !== 'string' || JSON.parse(lexical).root?.type !== 'root')) return 'lexical';
  if (published_at !== undefined && new Date(published_at as string).toISOString() !== published_at)
    return 'published_at';
  if (feature_image !== undefined && !/^https?:\/\//.test(feature_image as string)) return 'feature_image';
  if (feature_image_alt !== undefined && (feature_image_alt as string).length > 191) return 'feature_image_alt';
  if (custom_excerpt !== undefined && (custom_excerpt as string).length > 300) return 'custom_excerpt';
  const isTags = Array.isArray(tags) && tags.every((tag) => typeof tag.name === 'string' && tag.name !== '');
  return isTags ? null : 'tags';
}
