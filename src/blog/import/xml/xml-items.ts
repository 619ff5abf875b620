/**
 * Uses saxes because htmlparser2 in XML mode reports no errors: after a missing quote it silently merges two items, and
 * it ignores stray end tags, a second root and repeated attributes.
 */
import { SaxesParser } from 'saxes';
import { SourceFault } from '../post-source.ts';
import type { XmlElement } from './xml-element.ts';
import { XmlScope } from './xml-names.ts';

/** A complete item of a feed. */
export interface XmlItem {
  readonly element: XmlElement;
  /** The line it begins on, from 1. */
  readonly line: number;
  /** How many elements it had of each name in `skip`. */
  readonly skipped: ReadonlyMap<string, number>;
  /** The elements of `head` that came before it and describe the whole feed. */
  readonly head: readonly XmlElement[];
}

/** What to read from an XML file; names are those of `XmlScope`. */
export interface XmlReading {
  /** The file's name in messages. */
  readonly source: string;
  /** Names of the elements that are items. */
  readonly items: readonly string[];
  /** Names of elements to count instead of keeping. */
  readonly skip?: readonly string[];
  /** Names of the direct children of a channel or feed that describe all of it. */
  readonly head?: readonly string[];
  /** Whether to keep a direct child of an item; by default all are kept. */
  readonly isKept?: (element: XmlElement) => boolean;
}

/** A longer item is not a post; reading stops before it fills the memory. */
const maxItemCharacters = 2 ** 25;

/** A post has a few thousand elements at most. */
const maxItemElements = 2 ** 18;

/** Feeds have only a few elements that describe the whole feed. */
const maxHeadElements = 32;

/** The parser gets this many characters at a time, so that it stops soon after the first error. */
const characterStep = 2 ** 14;

/** Errors that browsers and feed readers accept as well, because no text is lost. */
const harmless =
  /^(?:disallowed character|undefined entity|disallowed character in entity name|empty entity name|malformed character entity|the string "\]\]>" is disallowed in char data|text data outside of root node|an XML declaration must be at the start of the document)\.$/;

/**
 * The items of an XML file one by one; memory holds one item at a time. A file that declares its own entities is
 * refused before any of them is expanded. Throws SourceFault with the line, after all items that come before the error.
 */
export async function* readXmlItems(text: AsyncIterable<string>, reading: XmlReading): AsyncGenerator<XmlItem> {
  const reader = new ItemReader(reading);
  for await (const piece of text) {
    for (let at = 0; at < piece.length; at += characterStep) {
      reader.write(piece.slice(at, at + characterStep));
      yield* reader.takeItems();
      reader.check();
    }
  }
  reader.end();
  yield* reader.takeItems();
  reader.check();
}

/** The name of an XML file's root element, and the namespaces it declares; null if the file is not XML. */
export function rootElement(head: string): { name: string; namespaces: readonly string[] } | null {
  let root: { name: string; namespaces: readonly string[] } | null = null;
  const parser = new QuietParser(() => {});
  parser.on('opentag', ({ name, attributes }) => {
    const declared = Object.entries(attributes).filter(([key]) => /^xmlns(?::|$)/.test(key));
    root ??= {
      name: new XmlScope().open(name, attributes).name,
      namespaces: declared.map(([, value]) => value.trim()),
    };
  });
  for (let at = 0; at < head.length && root === null; at += 512) parser.write(head.slice(at, at + 512));
  return root;
}

/** Reports errors without creating an Error for each: a hostile file has as many as it has characters. */
class QuietParser extends SaxesParser {
  readonly #onFault: (reason: string) => void;

  constructor(onFault: (reason: string) => void) {
    super();
    this.#onFault = onFault;
  }

  override fail(reason: string): this {
    this.#onFault(reason);
    return this;
  }
}

class ItemReader {
  readonly #parser: SaxesParser;
  readonly #reading: XmlReading;
  readonly #scope = new XmlScope();
  readonly #head: XmlElement[] = [];
  #done: XmlItem[] = [];
  #fault: SourceFault | null = null;
  /** Names of the open elements that contain the items. */
  #around: string[] = [];
  /** The open elements of the current item, starting with the item itself. */
  #open: XmlElement[] = [];
  #line = 0;
  /** Where the item begins, moved forward by the length of each part that was not kept. */
  #start = 0;
  /** Where the current part begins, in case it is not kept. */
  #partStart = 0;
  #elements = 0;
  /** Characters since the parser's last event. */
  #charactersSinceEvent = 0;
  #skipped = new Map<string, number>();
  /** Depth inside an element that is not kept. */
  #skippedDepth = 0;

  constructor(reading: XmlReading) {
    this.#reading = reading;
    this.#parser = new QuietParser((reason) => {
      if (!harmless.test(reason)) this.#fail(describeError(reason));
    });
    this.#parser.on('doctype', (doctype) => {
      if (/<!ENTITY/i.test(doctype))
        this.#fail('it declares its own entities, which no export does, so it was not read.');
    });
    this.#parser.on('opentag', ({ name, attributes }) => this.#begin(name, attributes));
    this.#parser.on('text', (text) => this.#add(text));
    this.#parser.on('cdata', (text) => this.#add(text));
    this.#parser.on('closetag', () => this.#close());
  }

  write(piece: string): void {
    if (this.#fault !== null) return;
    this.#charactersSinceEvent += piece.length;
    this.#parser.write(piece);
    // The parser buffers whatever has no end yet.
    if (this.#charactersSinceEvent > maxItemCharacters) this.#fail('a tag or text in it never ends.');
    if (this.#open.length > 0 && this.#skippedDepth === 0 && this.#parser.position - this.#start > maxItemCharacters)
      this.#fail(`an item has more than ${maxItemCharacters} characters, too many for a post.`);
  }

  end(): void {
    if (this.#fault === null) this.#parser.close();
  }

  takeItems(): XmlItem[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  check(): void {
    if (this.#fault !== null) throw this.#fault;
  }

  #begin(written: string, given: Record<string, string>): void {
    this.#charactersSinceEvent = 0;
    if (this.#fault !== null) return;
    const names = this.#scope.open(written, given);
    const { name } = names;
    const { items, skip = [] } = this.#reading;
    if (this.#skippedDepth > 0) this.#skippedDepth++;
    else if (this.#open.length > 0 && skip.includes(name)) {
      this.#skippedDepth = 1;
      this.#partStart = this.#parser.position;
      this.#skipped.set(name, (this.#skipped.get(name) ?? 0) + 1);
    } else if (this.#open.length > 0 || items.includes(name) || this.#isHead(name)) {
      this.#keep({ ...names, children: [] });
    } else this.#around.push(name);
  }

  #keep(element: XmlElement): void {
    if (this.#open.length === 0) {
      this.#line = this.#parser.line;
      this.#start = this.#parser.position;
      this.#elements = 0;
    } else if (this.#open.length === 1) this.#partStart = this.#parser.position;
    this.#elements++;
    if (this.#elements > maxItemElements) {
      this.#fail(`an item has more than ${maxItemElements} elements, too many for a post.`);
    }
    this.#open.at(-1)?.children.push(element);
    this.#open.push(element);
  }

  #isHead(name: string): boolean {
    const around = this.#around.at(-1);
    const isBelowFeed = around === 'channel' || around === 'atom:feed';
    return isBelowFeed && this.#head.length < maxHeadElements && this.#reading.head?.includes(name) === true;
  }

  #add(text: string): void {
    this.#charactersSinceEvent = 0;
    if (this.#skippedDepth > 0 || this.#fault !== null) return;
    this.#open.at(-1)?.children.push(text);
  }

  #close(): void {
    this.#charactersSinceEvent = 0;
    if (this.#fault !== null) return;
    this.#scope.close();
    if (this.#skippedDepth > 0) {
      this.#skippedDepth--;
      if (this.#skippedDepth === 0) this.#discardPart();
      return;
    }
    const element = this.#open.pop();
    if (element === undefined) this.#around.pop();
    else if (this.#open.length === 0) this.#finish(element);
    else if (this.#open.length === 1 && this.#reading.isKept?.(element) === false) {
      this.#open[0].children.pop();
      this.#discardPart();
    }
  }

  #finish(element: XmlElement): void {
    if (!this.#reading.items.includes(element.name)) {
      this.#head.push(element);
      return;
    }
    this.#done.push({ element, line: this.#line, skipped: this.#skipped, head: this.#head });
    this.#skipped = new Map();
  }

  /** Parts that are not kept do not count towards the item's size. */
  #discardPart(): void {
    this.#start += this.#parser.position - this.#partStart;
  }

  #fail(reason: string): void {
    this.#fault ??= new SourceFault(this.#reading.source, this.#parser.line, reason);
  }
}

function describeError(reason: string): string {
  if (/^unclosed tag|document must contain|unexpected end|end of file|unclosed/i.test(reason)) {
    return 'the file ends here, in the middle. Download or copy it again.';
  }
  return `it is not well-formed XML: ${reason.replace(/\.$/, '')}.`;
}
