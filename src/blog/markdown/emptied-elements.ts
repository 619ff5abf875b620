import { type Edit, edited } from './edits.ts';
import { rewriteProse } from './rewrite-prose.ts';
import { TAG_PLACEHOLDER } from './tag-place.ts';

const names = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Elements that show nothing by themselves. */
const wrappers = names(
  `a abbr address article aside b big blockquote caption center cite dd del details dfn div dl dt em figcaption figure
  font footer h1 h2 h3 h4 h5 h6 header i ins label li main mark nav ol p pre q s section small span strike strong sub
  summary sup table tbody td tfoot th thead tr tt u ul`,
);

/** Those that hold a place among others: without a cell, the next one would move into its column. */
const placeholders = names('dd dt summary td th');

const tag = /<(\/?)([a-z][a-z0-9]*)(?=[\s/>])([^<>]*)>/iy;
/** Punctuation that stood between tags, as in `{{ title }} ({{ year }})`, says nothing without them. */
const unseen = new RegExp(`^[\\s\\p{P}|>${TAG_PLACEHOLDER}]*$`, 'u');
const comments = /<!--[^<>]*-->/g;
const onlyTag = (attribute: string) =>
  new RegExp(`\\b${attribute}\\s*=\\s*(["']?)${TAG_PLACEHOLDER}\\1(?=[\\s/]|$)`, 'i');
const [ofTag, toTag] = [onlyTag('src'), onlyTag('href')];

interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  readonly attributes: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

interface Open {
  /** Null for the text around all elements. */
  readonly tag: Tag | null;
  isEmpty: boolean;
  /** Whether a template tag was in it. */
  hadTag: boolean;
}

/**
 * Removes HTML elements that are empty only because their template tags were removed, with those around them that are
 * empty then: of `<ul>{% for %}<li>{{ x }}</li>{% endfor %}</ul>` nothing remains. In place of each is a TAG_PLACEHOLDER.
 * Images whose address was a tag are removed too; of a link to a tag, the text stays. Elements that were written empty stay.
 */
export function withoutEmptied(text: string): string {
  if (!text.includes(TAG_PLACEHOLDER) || !text.includes('<')) return text;
  const emptied = new EmptiedElements(text);
  for (const found of tagsOutsideCode(text)) emptied.add(found);
  return edited(text, emptied.edits);
}

function tagsOutsideCode(text: string): Tag[] {
  const tags: Tag[] = [];
  rewriteProse(text, {
    beginnings: '<',
    keepsIndentedCode: false,
    at(finder, start) {
      const [whole, slash, name, attributes] = finder.at(tag, start) ?? [];
      if (whole === undefined) return null;
      tags.push({ name: name.toLowerCase(), isEnd: slash !== '', attributes, start, end: start + whole.length });
      return { end: start + whole.length, replacement: whole };
    },
  });
  return tags;
}

class EmptiedElements {
  readonly edits: Edit[] = [];
  readonly #text: string;
  readonly #open: Open[] = [{ tag: null, isEmpty: true, hadTag: false }];
  /** How many open elements have a name. */
  readonly #counts = new Map<string, number>();
  /** Where the text after the last tag begins. */
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get #innermost(): Open {
    return this.#open.at(-1)!;
  }

  add(found: Tag): void {
    const { name, isEnd, attributes, start, end } = found;
    const between = this.#text.slice(this.#at, start);
    this.#at = end;
    if (between.includes(TAG_PLACEHOLDER)) this.#innermost.hadTag = true;
    if (!unseen.test(between.replace(comments, ''))) this.#innermost.isEmpty = false;
    if (name === 'br' || name === 'wbr') return;
    if (name === 'img' && ofTag.test(attributes)) {
      this.#remove(start, end);
      this.#innermost.hadTag = true;
    } else if (!wrappers.has(name)) this.#innermost.isEmpty = false;
    else if (isEnd) this.#close(found);
    else if (attributes.endsWith('/')) this.#innermost.isEmpty = false;
    else {
      this.#open.push({ tag: found, isEmpty: true, hadTag: false });
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    }
  }

  #close({ name, start, end }: Tag): void {
    if ((this.#counts.get(name) ?? 0) === 0) return;
    for (;;) {
      const { tag: opening, isEmpty, hadTag } = this.#open.pop()!;
      this.#counts.set(opening!.name, this.#counts.get(opening!.name)! - 1);
      const around = this.#innermost;
      around.hadTag ||= hadTag;
      // An element that was written empty may be an icon or the target of a link.
      if (!isEmpty || !hadTag) around.isEmpty = false;
      // Elements that are not closed, such as items, end with the one around them.
      if (opening!.name !== name) continue;
      if (isEmpty && hadTag && !placeholders.has(name)) this.#remove(opening!.start, end);
      else if (name === 'a' && toTag.test(opening!.attributes)) {
        this.edits.push({ start: opening!.start, end: opening!.end, replacement: '' }, { start, end, replacement: '' });
      }
      return;
    }
  }

  #remove(start: number, end: number): void {
    this.edits.push({ start, end, replacement: TAG_PLACEHOLDER });
  }
}
