import { SaxesParser } from 'saxes';
import { SourceFault } from '../post-source.ts';
import type { XmlElement } from './xml-element.ts';
import { XmlScope } from './xml-names.ts';

/** One item of a feed, whole. */
export interface XmlItem {
  readonly element: XmlElement;
  /** The line that it begins in, from 1. */
  readonly line: number;
  /** How many elements of each name of `skip` were in it. */
  readonly skipped: ReadonlyMap<string, number>;
  /** What stood before it about the feed as a whole: the elements of `head`. */
  readonly head: readonly XmlElement[];
}

/** What is read of an XML file; names are those of `XmlScope`. */
export interface XmlReading {
  /** What the file is called in messages. */
  readonly source: string;
  /** Names of the elements that are items. */
  readonly items: readonly string[];
  /** Names of elements that are counted and not kept. */
  readonly skip?: readonly string[];
  /** Names of elements right below a channel or a feed that say something about all of it. */
  readonly head?: readonly string[];
  /** Whether an element right below an item is kept; without it all are. */
  readonly isKept?: (element: XmlElement) => boolean;
}

/** An item of more text than this is no post; it is given up before it fills the memory. */
const longestItemCharacters = 2 ** 25;

/** The same of its elements: a post has some thousands at most. */
const mostItemElements = 2 ** 18;

/** Feeds say little about themselves as a whole. */
const mostHeadElements = 32;

/** A parser is stopped at the first fault within so many characters. */
const characterStep = 2 ** 14;

/** What browsers and feed readers let pass too: the text is there all the same. */
const harmless =
  /^(?:disallowed character|undefined entity|disallowed character in entity name|empty entity name|malformed character entity|the string "\]\]>" is disallowed in char data|text data outside of root node|an XML declaration must be at the start of the document)\.$/;

/**
 * The items of an XML file one by one, in the memory of the largest. Entities that the file declares itself are refused
 * before anything is made of them. Throws SourceFault with the line, after all items that came before the fault.
 */
export async function* readXmlItems(text: AsyncIterable<string>, reading: XmlReading): AsyncGenerator<XmlItem> {
  const reader = new ItemReader(reading);
  for await (const piece of text) {
    for (let at = 0; at < piece.length; at += characterStep) {
      reader.write(piece.slice(at, at + characterStep));
      yield* reader.taken();
      reader.check();
    }
  }
  reader.end();
  yield* reader.taken();
  reader.check();
}

/** The name of an XML file's outermost element, and the namespaces that it declares; null for a file that is no XML. */
export function rootOf(head: string): { name: string; namespaces: readonly string[] } | null {
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

/** Tells of faults without an error object for each: a hostile file has as many as it has characters. */
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
  /** Names of the open elements around items. */
  #around: string[] = [];
  /** The open elements of the item that is being read, the item itself first. */
  #open: XmlElement[] = [];
  #line = 0;
  /** Where the item begins, moved on by what is not kept of it. */
  #start = 0;
  /** Where the part of it begins that may not be kept. */
  #partStart = 0;
  #elements = 0;
  /** Characters since the parser last told of anything. */
  #unheard = 0;
  #skipped = new Map<string, number>();
  /** Depth within an element that is not kept. */
  #unkept = 0;

  constructor(reading: XmlReading) {
    this.#reading = reading;
    this.#parser = new QuietParser((reason) => {
      if (!harmless.test(reason)) this.#fail(inWords(reason));
    });
    this.#parser.on('doctype', (doctype) => {
      if (/<!ENTITY/i.test(doctype))
        this.#fail('it declares entities of its own, which no export does; it is not read.');
    });
    this.#parser.on('opentag', ({ name, attributes }) => this.#begin(name, attributes));
    this.#parser.on('text', (text) => this.#add(text));
    this.#parser.on('cdata', (text) => this.#add(text));
    this.#parser.on('closetag', () => this.#close());
  }

  write(piece: string): void {
    if (this.#fault !== null) return;
    this.#unheard += piece.length;
    this.#parser.write(piece);
    // The parser keeps what has no end yet.
    if (this.#unheard > longestItemCharacters) this.#fail('a tag or a text in it has no end.');
    if (this.#open.length > 0 && this.#unkept === 0 && this.#parser.position - this.#start > longestItemCharacters)
      this.#fail(`an item has more than ${longestItemCharacters} characters, which no post has.`);
  }

  end(): void {
    if (this.#fault === null) this.#parser.close();
  }

  taken(): XmlItem[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  check(): void {
    if (this.#fault !== null) throw this.#fault;
  }

  #begin(written: string, given: Record<string, string>): void {
    this.#unheard = 0;
    if (this.#fault !== null) return;
    const names = this.#scope.open(written, given);
    const { name } = names;
    const { items, skip = [] } = this.#reading;
    if (this.#unkept > 0) this.#unkept++;
    else if (this.#open.length > 0 && skip.includes(name)) {
      this.#unkept = 1;
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
    if (this.#elements > mostItemElements) {
      this.#fail(`an item has more than ${mostItemElements} elements, which no post has.`);
    }
    this.#open.at(-1)?.children.push(element);
    this.#open.push(element);
  }

  #isHead(name: string): boolean {
    const around = this.#around.at(-1);
    const isBelowFeed = around === 'channel' || around === 'atom:feed';
    return isBelowFeed && this.#head.length < mostHeadElements && this.#reading.head?.includes(name) === true;
  }

  #add(text: string): void {
    this.#unheard = 0;
    if (this.#unkept > 0 || this.#fault !== null) return;
    this.#open.at(-1)?.children.push(text);
  }

  #close(): void {
    this.#unheard = 0;
    if (this.#fault !== null) return;
    this.#scope.close();
    if (this.#unkept > 0) {
      this.#unkept--;
      if (this.#unkept === 0) this.#forgetPart();
      return;
    }
    const element = this.#open.pop();
    if (element === undefined) this.#around.pop();
    else if (this.#open.length === 0) this.#finish(element);
    else if (this.#open.length === 1 && this.#reading.isKept?.(element) === false) {
      this.#open[0].children.pop();
      this.#forgetPart();
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

  /** What is not kept counts for nothing in the size of its item. */
  #forgetPart(): void {
    this.#start += this.#parser.position - this.#partStart;
  }

  #fail(reason: string): void {
    this.#fault ??= new SourceFault(this.#reading.source, this.#parser.line, reason);
  }
}

function inWords(reason: string): string {
  if (/^unclosed tag|document must contain|unexpected end|end of file|unclosed/i.test(reason)) {
    return 'the file ends here, in the middle; it was not downloaded or copied whole.';
  }
  return `it is no well-formed XML: ${reason.replace(/\.$/, '')}.`;
}
