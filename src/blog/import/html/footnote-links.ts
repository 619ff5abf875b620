/**
 * Footnotes of a page, found by their links: the number in the text leads to the note, and the note leads back. Every
 * generator writes them in its own elements and classes, but these two links are in all of them.
 */
import type { Element, ElementContent, Root } from 'hast';
import { type Place, placesIn } from './element-places.ts';
import { attribute, classesOf, elementsIn, findElement, lineIn, textIn, without } from './hast-search.ts';

export interface FoundFootnote {
  /** What stands for the note in the text, in page order; at least one. */
  readonly references: readonly Element[];
  readonly note: Element;
  /** The ids in the text that the note leads back to. */
  readonly ids: ReadonlySet<string>;
}

/** All footnotes, in the order of their first references. */
export function footnotesIn(tree: Root): FoundFootnote[] {
  const references = referencesIn(tree);
  if (references.length === 0) return [];
  const targets = targetsIn(tree, new Set(references.map(({ target }) => target)));
  const pairs = new Map<Element, Reference[]>();
  const links = new Map<Element, ReadonlySet<string>>();
  for (const reference of references) {
    const note = noteAt(targets.get(reference.target));
    if (note === null) continue;
    // Many references may lead to one note.
    const back = links.get(note.element) ?? linksIn(note.element);
    links.set(note.element, back);
    if (!belong(reference, note, back)) continue;
    const others = pairs.get(note.element);
    if (others === undefined) pairs.set(note.element, [reference]);
    else others.push(reference);
  }
  return [...pairs].flatMap(([note, references]) => {
    // Several notes in one paragraph cannot be told apart.
    if (references.some(({ target }) => target !== references[0].target)) return [];
    const ids = new Set(references.flatMap((reference) => reference.ids));
    return contentOf({ note, ids }).some(hasContent) ? [{ references: references.map(shownIn), note, ids }] : [];
  });
}

function hasContent(node: ElementContent): boolean {
  if (textIn(node).trim() !== '') return true;
  return node.type === 'element' && findElement({ type: 'root', children: [node] }, isImage) !== null;
}

function isImage({ tagName }: Element): boolean {
  return tagName === 'img';
}

/** A link that may lead to a note. */
interface Reference {
  readonly link: Place;
  /** The id that it leads to, and those that lead to it: its own, and those of the small elements around and in it. */
  readonly target: string;
  readonly ids: readonly string[];
}

/** '1', '[12]', '*', '†', 'a', 'note 3'. */
const label = /^[[(]?(?:(?:foot)?note )?(?:\d{1,4}|[a-z]|[ivxlc]{1,6}|[*†‡§¶#‖]{1,4})[\])]?$/i;

function referencesIn(tree: Root): Reference[] {
  const references: Reference[] = [];
  for (const link of placesIn(tree)) {
    const target = link.element.tagName === 'a' ? leadsTo(link.element) : null;
    if (target === null || !(isMarked(link.element) || label.test(lineIn(link.element)))) continue;
    references.push({ link, target, ids: idsAround(link) });
  }
  return references;
}

/** Whether a link says that it leads to a footnote. */
function isMarked(link: Element): boolean {
  return 'dataFootnoteRef' in link.properties || attribute(link, 'role') === 'doc-noteref';
}

/** The first element with each of these ids. */
function targetsIn(tree: Root, wanted: ReadonlySet<string>): Map<string, Place> {
  const targets = new Map<string, Place>();
  for (const place of placesIn(tree)) {
    for (const id of idsOf(place.element)) {
      if (wanted.has(id) && !targets.has(id)) targets.set(id, place);
    }
  }
  return targets;
}

const inline = new Set(['a', 'sup', 'span', 'b', 'strong', 'em', 'i', 'small']);
const noteElements = new Set(['li', 'p', 'div', 'aside', 'section', 'blockquote', 'td', 'tr', 'table', 'dd']);
/** A longer element is no note. */
const MOST_ELEMENTS = 2000;

/** The note that an id belongs to: the element that has it, or, if that is only its number, what that is in. */
function noteAt(target: Place | undefined): Place | null {
  let place = target ?? null;
  while (place !== null && inline.has(place.element.tagName)) place = place.above;
  if (place === null || !noteElements.has(place.element.tagName)) return null;
  return isFirstParagraph(place) && ofNotes.test(namesOf(place.above!.element)) ? place.above : place;
}

/** Whether a `div` begins with this paragraph. Of a note of several paragraphs, it has the number. */
function isFirstParagraph({ element, above }: Place): boolean {
  if (element.tagName !== 'p' || above?.element.tagName !== 'div') return false;
  return above.element.children.find((child) => child.type === 'element') === element;
}

const ofNotes = /(?:^|[-_ ])(?:(?:foot|end|side)-?notes?|ftn|fn)/i;

function namesOf(element: Element): string {
  return [...classesOf(element), attribute(element, 'id') ?? ''].join(' ');
}

/** Whether a link and a note are a pair: the note leads back, or both say that they are. */
function belong({ link, ids }: Reference, note: Place, back: ReadonlySet<string>): boolean {
  if (isMarked(link.element) && (note.element.tagName === 'li' || isMarkedNote(note.element))) return true;
  // The link back is one to a short text, too.
  return link.from < note.from && ids.some((id) => back.has(id));
}

function isMarkedNote(element: Element): boolean {
  return /^doc-(?:endnote|footnote)$/.test(attribute(element, 'role') ?? '');
}

/** The ids that links in a note lead to; none if it is too long. */
function linksIn(note: Element): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { element, from } of placesIn({ type: 'root', children: [note] })) {
    if (from === MOST_ELEMENTS) return new Set();
    const id = element.tagName === 'a' ? leadsTo(element) : null;
    if (id !== null) found.add(id);
  }
  return found;
}

/** The children of a note without its number and what leads back. */
export function contentOf({ note, ids }: Pick<FoundFootnote, 'note' | 'ids'>): ElementContent[] {
  const left = without(note, (part) => isLabel(part) || (part.tagName === 'a' && ids.has(leadsTo(part) ?? '')));
  return note.tagName === 'table' || note.tagName === 'tr' ? [{ type: 'text', value: lineIn(left) }] : left.children;
}

function isLabel(element: Element): boolean {
  return classesOf(element).some((name) => /^(?:label|fn-bracket|mw-cite-backlink)$/.test(name));
}

/** The link, or the `sup` that has nothing else. */
function shownIn({ link }: Reference): Element {
  const around = link.above?.element;
  const isAlone = around?.tagName === 'sup' && bare(lineIn(around)) === bare(lineIn(link.element));
  return isAlone ? around : link.element;
}

function bare(text: string): string {
  return text.replace(/[[\]() ]/g, '');
}

function leadsTo(link: Element): string | null {
  const address = attribute(link, 'href');
  return address?.startsWith('#') && address.length > 1 ? idOf(address.slice(1)) : null;
}

function idsOf({ tagName, properties }: Element): string[] {
  const ids = tagName === 'a' ? [properties.id, properties.name] : [properties.id];
  return ids.flatMap((id) => (id == null || id === '' ? [] : [idOf(String(id))]));
}

function idsAround({ element, above }: Place): string[] {
  const ids = [...idsOf(element), ...elementsIn(element).flatMap(idsOf)];
  for (let place = above; place !== null && inline.has(place.element.tagName); place = place.above) {
    ids.push(...idsOf(place.element));
  }
  return ids;
}

/** Addresses use capitals in percent-encoding; ids use any case. */
function idOf(id: string): string {
  try {
    return decodeURIComponent(id).toLowerCase();
  } catch {
    return id.toLowerCase();
  }
}
