import type { Post } from '../../posts/post.ts';

/** Addresses in links and images, of Markdown and HTML. */
const ADDRESS = /\]\(\s*<?([^\s<>()]+)|^ {0,3}\[[^\]\n]+\]:\s*<?([^\s<>]+)|\b(?:href|src)\s*=\s*["']([^"']+)["']/gm;

/** What relative links of a new post may lead to: the addresses that these posts link to themselves, and their slugs. */
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
 * Whether an address leads somewhere as far as it can be known: one with a scheme or a host may; a relative one does when
 * the blog links to it, or when it ends in the slug of a post; one within the page never, as its headings are new.
 */
export function leadsSomewhere(address: string, known: ReadonlySet<string>): boolean {
  if (isAbsolute(address)) return true;
  const bare = bareAddress(address);
  const name = bare.split('/').at(-1)!;
  return bare !== '' && (known.has(bare) || known.has(name.replace(/\.(?:html?|mdx?)$/i, '')));
}

/** With a scheme (`https:`, `data:`) or a server's name: it means the same on every page. */
export function isAbsolute(address: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(address);
}

/** Without query, fragment, and slashes at its end. */
function bareAddress(address: string): string {
  return address.replace(/[?#].*$/, '').replace(/\/+$/, '');
}
