import { type Answer, localServer, type Request } from './local-server.ts';

export const wordpressUser = { user: 'ann', password: 'abcd EFGH 1234 ijkl MNOP 5678' };

type WordpressPost = Readonly<Record<string, unknown>> & { readonly slug: string; readonly id: number };

interface Term {
  readonly id: number;
  /** As WordPress shows it, with entities. */
  readonly name: string;
}

const fault = (status: number, code: string, message: string, data = {}): Answer => ({
  status,
  body: { code, message, data: { status, ...data } },
});

/** A WordPress that accepts posts as WordPress's REST API does, from a user with an application password. */
export async function fakeWordpress() {
  const posts: WordpressPost[] = [];
  const media: { name: string; type: string; bytes: Buffer; alt_text?: string }[] = [];
  const terms = {
    categories: [
      { id: 3, name: 'Tea &amp; Cake' },
      { id: 4, name: 'R&amp;D' },
    ] as Term[],
    tags: [
      { id: 7, name: 'green' },
      { id: 8, name: 'greenhouse' },
      { id: 9, name: 'd&#039;Artagnan' },
      { id: 10, name: 'Rock &#8217;n&#8217; roll' },
      { id: 11, name: '1 &lt; 2' },
    ] as Term[],
  };
  const address = await localServer((request) => {
    const { pathname, searchParams } = request.url;
    const [, route, number] = /^\/wp-json\/wp\/v2\/(posts|tags|categories|media)(?:\/(\d+))?$/.exec(pathname) ?? [];
    if (route === undefined) return fault(404, 'rest_no_route', 'No route was found matching the URL.');
    const isUser = isAuthorized(request);
    if (isUser === false)
      return fault(401, 'incorrect_password', 'The provided password is an invalid application password.');
    if (route === 'media') return uploaded(request, number);
    if (route !== 'posts')
      return request.method === 'GET' ? found(terms[route as 'tags'], searchParams) : madeTag(request);
    if (request.method === 'GET') {
      if (!isUser) return fault(400, 'rest_invalid_param', 'Invalid parameter(s): status');
      const statuses = (searchParams.get('status') ?? 'publish').split(',');
      const slug = searchParams.get('slug');
      return {
        status: 200,
        body: posts.filter((post) => post.slug === slug && statuses.includes(post.status as string)),
      };
    }
    if (!isUser) return fault(401, 'rest_cannot_create', 'Sorry, you are not allowed to create posts as this user.');
    if (number !== undefined) {
      const index = posts.findIndex(({ id }) => id === Number(number));
      if (index === -1) return fault(404, 'rest_post_invalid_id', 'Invalid post ID.');
      posts[index] = { ...posts[index], ...(request.body as object) };
      return { status: 200, body: posts[index] };
    }
    const wrong = wrongPost(request.body as Record<string, unknown>);
    if (wrong !== null) return fault(400, 'rest_invalid_param', `Invalid parameter(s): ${wrong}`);
    const given = request.body as Readonly<Record<string, unknown>> & { slug: string; title: string };
    const id = posts.length + 1;
    const title = { raw: given.title, rendered: given.title.replaceAll('&', '&#038;') };
    posts.push({ ...given, id, title, link: `${address}/?p=${id}` });
    return { status: 201, body: posts.at(-1) };
  });

  function madeTag({ body }: Request): Answer {
    const { name } = body as { name: string };
    const same = terms.tags.find(
      (term) => term.name.replace(/&#?\w+;|\W/g, '') === name.toLowerCase().replace(/\W/g, ''),
    );
    if (same !== undefined) {
      const message = 'A term with the name provided already exists in this taxonomy.';
      return fault(400, 'term_exists', message, { term_id: same.id });
    }
    const made = { id: 20 + terms.tags.length, name };
    terms.tags.push(made);
    return { status: 201, body: made };
  }
  /** WordPress takes the bytes of a file with its name in a header, and refuses SVG. */
  function uploaded({ headers, body }: Request, number: string | undefined): Answer {
    if (number !== undefined) {
      Object.assign(media[Number(number) - 1], body);
      return { status: 200, body: { id: Number(number) } };
    }
    const [, name] = /^attachment; filename="([\w.-]+)"$/.exec(headers['content-disposition'] ?? '') ?? [];
    const type = headers['content-type'] ?? '';
    if (name === undefined || !/^image\/(?:png|jpeg|webp|gif)$/.test(type)) {
      return fault(500, 'rest_upload_unknown_error', 'Sorry, you are not allowed to upload this file type.');
    }
    media.push({ name, type, bytes: body as Buffer });
    return { status: 201, body: { id: media.length } };
  }
  return { address, posts, terms, media };
}

/** Null without credentials, false for a wrong password. WordPress ignores spaces in passwords. */
function isAuthorized({ headers }: Request): boolean | null {
  if (headers.authorization === undefined) return null;
  const [scheme, encoded] = headers.authorization.split(' ');
  const [user, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const plain = (text: string) => text.replace(/\s/g, '');
  return (
    scheme === 'Basic' && user === wordpressUser.user && plain(password.join(':')) === plain(wordpressUser.password)
  );
}

function found(terms: readonly Term[], query: URLSearchParams): Answer {
  const search = (query.get('search') ?? '').toLowerCase();
  // As its database searches: in the stored names, with their entities.
  return {
    status: 200,
    body: terms.filter(({ name }) => name.toLowerCase().includes(search)).slice(0, Number(query.get('per_page'))),
  };
}

/** The name of a field that WordPress's schema refuses; null for a valid post. */
function wrongPost({
  title,
  slug,
  content,
  status,
  date_gmt,
  excerpt,
  featured_media,
  categories,
  tags,
  ...others
}: Record<string, unknown>) {
  const isNumbers = (value: unknown) => value === undefined || (Array.isArray(value) && value.every(Number.isInteger));
  if (Object.keys(others).length > 0) return Object.keys(others).join();
  if (typeof title !== 'string') return 'title';
  if (typeof slug !== 'string') return 'slug';
  if (typeof content !== 'string') return 'content';
  if (!['publish', 'future', 'draft', 'pending', 'private'].includes(status as string)) return 'status';
  if (date_gmt !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(date_gmt as string)) return 'date_gmt';
  if (featured_media !== undefined && !Number.isInteger(featured_media)) return 'featured_media';
  if (excerpt !== undefined && typeof excerpt !== 'string') return 'excerpt';
  return isNumbers(categories) ? (isNumbers(tags) ? null : 'tags') : 'categories';
}
