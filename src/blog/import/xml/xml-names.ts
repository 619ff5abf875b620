/** XML names: a namespace and a local name. The prefix that a file uses for a namespace does not matter. */

import { absoluteAddress } from '../addresses.ts';

/** The prefix used for each namespace in this code; '' for every version of RSS, which usually has no namespace. */
const prefixOf = new Map<string, string>([
  ['', ''],
  ['http://purl.org/rss/1.0', ''],
  ['http://my.netscape.com/rdf/simple/0.9', ''],
  ['http://channel.netscape.com/rdf/simple/0.9', ''],
  ['http://backend.userland.com/rss', ''],
  ['http://backend.userland.com/rss2', ''],
  ['http://blogs.law.harvard.edu/tech/rss', ''],
  ['http://cyber.law.harvard.edu/rss', ''],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['http://purl.org/rss/1.0/modules/content', 'content'],
  ['http://purl.org/dc/elements/1.0', 'dc'],
  ['http://purl.org/dc/elements/1.1', 'dc'],
  ['http://purl.org/dc/terms', 'dcterms'],
  ['http://www.w3.org/2005/atom', 'atom'],
  ['http://purl.org/atom/ns', 'atom'],
  ['http://purl.org/atom/app', 'app'],
  ['http://www.w3.org/2007/app', 'app'],
  ['http://purl.org/atompub/tombstones/1.0', 'at'],
  ['http://purl.org/syndication/thread/1.0', 'thr'],
  ['http://rssnamespace.org/feedburner/ext/1.0', 'feedburner'],
  ['http://schemas.google.com/blogger/2018', 'blogger'],
  ['http://search.yahoo.com/mrss', 'media'],
  ['http://www.itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['http://www.w3.org/1999/xhtml', 'xhtml'],
  ['http://www.w3.org/xml/1998/namespace', 'xml'],
]);

const knownPrefixes = new Set([...prefixOf.values(), 'wp', 'excerpt']);

/** Many files add or drop a namespace's last character, or write https. */
function namespacePrefix(namespace: string): string | null {
  const plain = namespace
    .trim()
    .toLowerCase()
    .replace(/[/#]$/, '')
    .replace(/^https:/, 'http:');
  const wordpress = /^http:\/\/wordpress\.org\/export\/[\d.]+(\/excerpt)?$/.exec(plain);
  if (wordpress !== null) return wordpress[1] === undefined ? 'wp' : 'excerpt';
  return prefixOf.get(plain) ?? null;
}

/** The state to restore at the end of an element. */
interface Frame {
  /** The declarations that the element's own ones replaced. */
  readonly hidden: readonly (readonly [prefix: string, namespace: string | undefined])[];
  readonly base: string | null;
}

/** An element's names, each with the prefix that this code uses for its namespace. */
export interface ResolvedNames {
  /** 'item', 'content:encoded', 'atom:entry'; '{namespace}local' if the namespace is not known here. */
  readonly name: string;
  readonly local: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The base of relative addresses inside it, from `xml:base`; null without one. */
  readonly base: string | null;
}

const unchanged: Frame = { hidden: [], base: null };

/** The cache holds at most this many names, more than any feed has. */
const maxNames = 1000;

/** Characters. Nested relative bases must not grow without limit. */
const maxBaseCharacters = 2000;

/** Tracks the namespaces in scope while a file is read from start to end. */
export class XmlScope {
  readonly #namespaces = new Map<string, string>();
  readonly #frames: Frame[] = [];
  /** Names resolved since the last namespace declaration. */
  readonly #names = new Map<string, { readonly name: string; readonly local: string }>();
  #base: string | null = null;
  /** The prefix of names without a namespace; some Atom feeds declare none. */
  #bare = '';

  /** Enters an element. */
  open(name: string, attributes: Readonly<Record<string, string>>): ResolvedNames {
    const keys = Object.keys(attributes);
    const declared = keys.filter(isDeclaration);
    const hidden = declared.map((key) => [key.slice(6), this.#namespaces.get(key.slice(6))] as const);
    for (const key of declared) this.#declare(key.slice(6), attributes[key]);
    this.#frames.push(hidden.length === 0 && this.#base === null ? unchanged : { hidden, base: this.#base });
    if (this.#frames.length === 1 && name === 'feed' && this.#prefix('') === '') {
      this.#bare = 'atom';
      this.#names.clear();
    }
    const resolved: Record<string, string> = Object.create(null);
    for (const key of keys) {
      if (!isDeclaration(key)) resolved[key.includes(':') ? this.#name(key).name : key] = attributes[key];
    }
    const base = resolved['xml:base'] === undefined ? null : absoluteAddress(resolved['xml:base'], this.#base);
    if (base !== null && base.length <= maxBaseCharacters) this.#base = base;
    return { ...this.#name(name), attributes: resolved, base: this.#base };
  }

  /** Leaves the current element. */
  close(): void {
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    for (const [prefix, namespace] of frame.hidden.toReversed()) this.#declare(prefix, namespace);
    this.#base = frame.base;
  }

  #declare(prefix: string, namespace: string | undefined): void {
    if (namespace === undefined) this.#namespaces.delete(prefix);
    else this.#namespaces.set(prefix, namespace);
    this.#names.clear();
  }

  #name(written: string): { readonly name: string; readonly local: string } {
    const known = this.#names.get(written);
    if (known !== undefined) return known;
    const names = this.#resolve(written);
    if (this.#names.size < maxNames) this.#names.set(written, names);
    return names;
  }

  #resolve(written: string): { readonly name: string; readonly local: string } {
    const colon = written.indexOf(':');
    const local = written.slice(colon + 1);
    const prefix = this.#prefix(colon === -1 ? '' : written.slice(0, colon));
    const known = prefix === '' ? this.#bare : prefix;
    return { name: known === '' ? local : known.startsWith('{') ? known + local : `${known}:${local}`, local };
  }

  /** An undeclared prefix, or none, gets its usual meaning. */
  #prefix(written: string): string {
    const namespace = this.#namespaces.get(written);
    if (namespace === undefined) return knownPrefixes.has(written) ? written : `{${written}}`;
    return namespacePrefix(namespace) ?? (written === '' ? '' : `{${namespace}}`);
  }
}

function isDeclaration(key: string): boolean {
  return key.startsWith('xmlns') && (key.length === 5 || key[5] === ':');
}
