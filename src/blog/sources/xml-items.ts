import { SaxesParser } from 'saxes';
import { escapeMarkup } from './escape-markup.ts';
import { SourceFault } from './post-source.ts';

/** An element of a feed. Names are as they are written, prefix and all: everybody writes the same prefixes. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (XmlElement | string)[];
}

/** One item of a feed, whole. */
export interface XmlItem {
  readonly element: XmlElement;
  /** The line that it begins in, from 1. */
  readonly line: number;
  /** How many elements of each name of `skip` were in it. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** What is read of an XML file. */
export interface XmlReading {
  /** What the file is called in messages. */
  readonly source: string;
  /** Names of the elements that are items. */
  readonly items: readonly string[];
  /** Names of elements that are counted and not kept. */
  readonly skip?: readonly string[];
}

/** An item of more text than this is no post; it is given up before it fills the memory. */
const longestItemCharacters = 2 ** 25;

/** What browsers and feed readers let pass too: the text is there all the same. */
const harmless =
  /: (?:disallowed character|undefined entity|disallowed character in entity name|empty entity name|malformed character entity|the string "\]\]>" is disallowed in char data|text data outside of root node|an XML declaration must be at the start of the document)\.$/;

/**
 * The items of an XML file one by one, in the memory of the largest. Entities that the file declares itself are refused
 * before anything is made of them. Throws SourceFault with the line, after all items that came before the fault.
 */
export async function* readXmlItems(text: AsyncIterable<string>, reading: XmlReading): AsyncGenerator<XmlItem> {
  const reader = new ItemReader(reading);
  for await (const piece of text) {
    reader.write(piece);
    yield* reader.taken();
    reader.check();
  }
  reader.end();
  yield* reader.taken();
  reader.check();
}

class ItemReader {
  readonly #parser = new SaxesParser();
  readonly #reading: XmlReading;
  #done: XmlItem[] = [];
  #fault: SourceFault | null = null;
  /** The open elements of the item that is being read, the item itself first. */
  #open: XmlElement[] = [];
  #line = 0;
  #characters = 0;
  /** Characters since the parser last told of anything. */
  #unheard = 0;
  #skipped = new Map<string, number>();
  /** Depth within an element that is not kept. */
  #unkept = 0;

  constructor(reading: XmlReading) {
    this.#reading = reading;
    const parser = this.#parser;
    parser.on('doctype', (doctype) => {
      if (/<!ENTITY/i.test(doctype))
        this.#fail('it declares entities of its own, which no export does; it is not read.');
    });
    parser.on('error', ({ message }) => {
      if (!harmless.test(message)) this.#fail(this.#inWords(message));
    });
    parser.on('opentag', ({ name, attributes }) => this.#begin(name, attributes));
    parser.on('text', (text) => this.#add(text));
    parser.on('cdata', (text) => this.#add(text));
    parser.on('closetag', ({ name }) => this.#close(name));
  }

  write(piece: string): void {
    if (this.#fault !== null) return;
    this.#unheard += piece.length;
    this.#parser.write(piece);
    // The parser keeps what has no end yet.
    if (this.#unheard > longestItemCharacters) this.#fail('a tag or a text in it has no end.');
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

  #begin(name: string, attributes: Record<string, string>): void {
    this.#unheard = 0;
    if (this.#fault !== null) return;
    const { items, skip = [] } = this.#reading;
    if (this.#unkept > 0) this.#unkept++;
    else if (this.#open.length > 0 && skip.includes(name)) {
      this.#unkept = 1;
      this.#skipped.set(name, (this.#skipped.get(name) ?? 0) + 1);
    } else if (this.#open.length > 0 || items.includes(name)) {
      if (this.#open.length === 0) this.#line = this.#parser.line;
      const element: XmlElement = { name, attributes, children: [] };
      this.#open.at(-1)?.children.push(element);
      this.#open.push(element);
    }
  }

  #add(text: string): void {
    this.#unheard = 0;
    if (this.#unkept > 0 || this.#open.length === 0) return;
    this.#characters += text.length;
    if (this.#characters > longestItemCharacters) {
      this.#fail(`an item has more than ${longestItemCharacters} characters, which no post has.`);
    } else this.#open.at(-1)!.children.push(text);
  }

  #close(name: string): void {
    this.#unheard = 0;
    if (this.#fault !== null) return;
    if (this.#unkept > 0) {
      this.#unkept--;
      return;
    }
    const element = this.#open.pop();
    if (element === undefined || this.#open.length > 0 || element.name !== name) return;
    this.#done.push({ element, line: this.#line, skipped: this.#skipped });
    this.#skipped = new Map();
    this.#characters = 0;
  }

  #fail(reason: string): void {
    this.#fault ??= new SourceFault(this.#reading.source, this.#parser.line, reason);
  }

  #inWords(message: string): string {
    const [, reason = message] = /^\d+:\d+: (.*?)\.?$/s.exec(message) ?? [];
    if (/^unclosed tag|document must contain|unexpected end|end of file|unclosed/i.test(reason)) {
      return 'the file ends here, in the middle; it was not downloaded or copied whole.';
    }
    return `it is no well-formed XML: ${reason}.`;
  }
}

/** The children of this name. */
export function childrenNamed({ children }: XmlElement, name: string): XmlElement[] {
  return children.filter((child): child is XmlElement => typeof child !== 'string' && child.name === name);
}

/** The text of the first child of this name, trimmed; null without it, and for white space. */
export function childText(element: XmlElement, name: string): string | null {
  const [child] = childrenNamed(element, name);
  const text = child === undefined ? '' : textOf(child).trim();
  return text === '' ? null : text;
}

/** All text in an element, untrimmed. */
export function textOf({ children }: XmlElement): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** What is in an element, as markup again. */
export function markupIn({ children }: XmlElement): string {
  return children.map((child) => (typeof child === 'string' ? escapeMarkup(child) : markupOf(child))).join('');
}

function markupOf(element: XmlElement): string {
  const name = element.name.replace(/^\w+:/, '');
  const attributes = Object.entries(element.attributes).map(([key, value]) => ` ${key}="${escapeMarkup(value)}"`);
  const start = `<${name}${attributes.join('')}>`;
  return /^(?:br|hr|img)$/i.test(name) ? start : `${start}${markupIn(element)}</${name}>`;
}
