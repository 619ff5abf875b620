import type { Post } from '../../posts/post.ts';

/** Addresses in links and images in Markdown and HTML. */
const ADDRESS = /\]\(\s*<?([^\s<>()]+)|^ {0,3}\[[^\]\n]+\]:\s*<?([^\s<>]+)|\b(?:href|src)\s*=\s*["']([^"']+)["']/gm;

/** The addresses that relative links in a new post may use: relative links in these posts, and the posts' slugs. */
export function addressesIn(posts: readonly Post[]): Set<string> {
  const addresses = new Set<string>();
  for (const { slug, body } of posts) {
    addresses.add(slug);
    for (const [, inline, defined, html] of body.matchAll(ADDRESS)) {
      const address = inline ?? defined ?? html;
      if (!isAbsolute(address)) addresses.add(bareAddress(address));
    }
  }
  return addresses;
}

/**
 * Whether an address may exist. An address with a scheme or host may; a relative one exists if the blog links to it or
 * it ends in the slug of a post; a fragment within the page does not, because the page's headings are new.
 */
export function mayExist(address: string, known: ReadonlySet<string>): boolean {
  if (isAbsolute(address)) return true;
  const bare = bareAddress(address);
  const name = bare.split('/').at(-1)!;
  return bare !== '' && (known.has(bare) || known.has(name.replace(/\.(?:html?|mdx?)$/i, '')));
}

/** Whether an address has a scheme (`https:`, `data:`) or a host, and so means the same on every page. */
export function isAbsolute(address: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(address);
}

/** The address without query, fragment and final slashes. */
function bareAddress(address: string): string {
  return address.replace(/[?#].*$/, '').replace(/\/+$/, '');
}
