import { gemoji } from 'gemoji';
import type { Element, Nodes, Root } from 'hast';
import type { Dialect, MarkdownFlavour } from './dialect.ts';

/** Elements whose text is shown unchanged. */
const verbatim = new Set(['code', 'pre', 'kbd', 'samp', 'tt', 'script', 'style', 'textarea', 'math']);

const emoji = new Map(gemoji.flatMap((one) => one.names.map((name) => [name, one.emoji] as const)));

/** Replaces characters in a tree as the generator does: names of emoji, straight quotes, dashes and dots. */
export function typeset(tree: Root, { marks, markdown }: Pick<Dialect, 'marks' | 'markdown'>): Root {
  const withEmoji = marks.has('emoji');
  const types = marks.has('typographer') ? typesOf(markdown) : null;
  if (withEmoji || types !== null) new Typesetter(withEmoji, types).set(tree);
  return tree;
}

type Types = readonly (readonly [pattern: RegExp, type: string])[];

/** How each flavour sets dashes, dots and the like, according to its documentation or the tests of its library. */
function typesOf(markdown: MarkdownFlavour): Types {
  const dots = [/\.\.\./g, '…'] as const;
  // retext-smartypants has only one kind of dash.
  if (markdown === 'remark' || markdown === 'mdx') return [[/(?<!-)--(?!-)/g, '—'], dots];
  const dashes = [
    [/---/g, '—'],
    [/--/g, '–'],
  ] as const;
  if (markdown === 'kramdown' || markdown === 'goldmark') return [...dashes, dots, [/<</g, '«'], [/>>/g, '»']];
  const signs = [
    [/\(c\)/gi, '©'],
    [/\(r\)/gi, '®'],
    [/\(tm\)/gi, '™'],
    [/\+-/g, '±'],
  ] as const;
  return markdown === 'markdown-it' ? [...dashes, dots, ...signs] : [...dashes, dots];
}

class Typesetter {
  readonly #emoji: boolean;
  readonly #types: Types | null;
  /** The character before the current text, in whatever element. */
  #before = ' ';

  constructor(withEmoji: boolean, types: Types | null) {
    this.#emoji = withEmoji;
    this.#types = types;
  }

  set(node: Nodes): void {
    if (node.type === 'text') {
      node.value = this.#text(node.value);
      this.#before = node.value.at(-1) ?? this.#before;
    } else if (node.type === 'element' && (verbatim.has(node.tagName) || isBareAddress(node))) {
      this.#before = 'x';
    } else if (node.type === 'element' || node.type === 'root') {
      const isInline = node.type === 'element' && inline.has(node.tagName);
      if (!isInline) this.#before = ' ';
      for (const child of node.children) this.set(child);
      if (!isInline) this.#before = ' ';
    }
  }

  #text(text: string): string {
    const seen = this.#emoji ? text.replace(/:([+\w-]{1,60}):/g, (whole, name) => emoji.get(name) ?? whole) : text;
    // Formulas are left to other software.
    return this.#types !== null
      ? seen
          .split(/(\$\$[^$]*\$\$)/)
          .map((part, i) => (i % 2 === 1 ? part : this.#typed(part)))
          .join('')
      : seen;
  }

  #typed(text: string): string {
    const marked = this.#types!.reduce((typed, [pattern, type]) => typed.replace(pattern, type), text);
    const first = this.#before;
    return marked.replace(/["']/g, (quote, at: number) => {
      const before = at === 0 ? first : marked[at - 1];
      const opens = /[\s([{<«—–“‘"'-]/.test(before) && /\S/.test(marked[at + 1] ?? 'x');
      const isDecade = quote === "'" && /^\d\ds?\b/.test(marked.slice(at + 1, at + 5));
      if (quote === '"') return opens ? '“' : '”';
      return opens && !isDecade ? '‘' : '’';
    });
  }
}

const inline = new Set(
  `a abbr b bdi bdo cite data del dfn em font i ins label mark q s small span strike strong sub sup time u var wbr`.split(
    /\s+/,
  ),
);

/** Whether a link shows its own address. */
function isBareAddress({ tagName, properties, children }: Element): boolean {
  const [only] = children;
  if (tagName !== 'a' || children.length !== 1 || only.type !== 'text') return false;
  const href = String(properties.href ?? '').replace(/^(?:mailto:|http:\/\/)/, '');
  return href === only.value.replace(/^(?:mailto:|http:\/\/)/, '');
}
