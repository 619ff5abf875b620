/** Whether a source of posts is a web address rather than a path. */
export function isAddress(input: string): boolean {
  return /^https?:\/\//i.test(input);
}

/** The last non-empty part of an address's path; null for null and for a bare site address. */
export function slugOfAddress(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const name = new URL(address).pathname.split('/').findLast((part) => part !== '' && !/^index\./.test(part));
  return name?.replace(/\.(?:html?|php|aspx?)$/, '') ?? null;
}

/** `address` resolved against `base`; null if it is invalid, or relative without a base. */
export function absoluteAddress(address: string, base: string | null): string | null {
  const written = address.trim();
  if (base !== null && URL.canParse(written, base)) return new URL(written, base).href;
  return URL.canParse(written) ? written : null;
}
