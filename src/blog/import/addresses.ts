/** Whether a source of posts is at an address, not on the disk. */
export function isAddress(input: string): boolean {
  return /^https?:\/\//i.test(input);
}

/** The last part of an address that names something; null for none, and for an address of a site alone. */
export function slugOfAddress(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const name = new URL(address).pathname.split('/').findLast((part) => part !== '' && !/^index\./.test(part));
  return name?.replace(/\.(?:html?|php|aspx?)$/, '') ?? null;
}

/** The address that `address` is, as seen from `base`; null for what is none, and for a relative one without a base. */
export function absoluteAddress(address: string, base: string | null): string | null {
  const written = address.trim();
  if (base !== null && URL.canParse(written, base)) return new URL(written, base).href;
  return URL.canParse(written) ? written : null;
}
