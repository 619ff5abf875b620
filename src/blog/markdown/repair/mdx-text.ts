import { type Edit, edited } from '../edits.ts';
import { linePrefix, nodesOf, type ParsedMarkdown, type Placed, parsed } from '../parsed-markdown.ts';

/**
 * Rewrites Markdown so that MDX reads it the same way: braces and angle brackets in text are escaped, HTML is removed
 * except for its words, addresses in angle brackets become links, indented code gets fences, and no paragraph begins
 * with `import` or `export`.
 */
export function mdxText(markdown: string): string {
  let text = markdown;
  // After HTML is removed, other text may begin a line.
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const safe = edited(text, mdxEdits(parsed(text)));
    if (safe === text) break;
    text = safe;
  }
  return text;
}

const MOST_ROUNDS = 5;

function* mdxEdits(page: ParsedMarkdown): Generator<Edit> {
  for (const placed of nodesOf(page)) {
    const { node, start, end, parents } = placed;
    const source = page.text.slice(start, end);
    switch (node.type) {
      case 'text':
        yield* escapes(source, start);
        break;
      case 'html':
        yield { start, end, replacement: withoutTags(source) };
        break;
      case 'inlineCode':
        // A line that begins with a bracket would be an element, even in code.
        if (source.includes('\n')) yield { start, end, replacement: source.replace(/\n[ \t>]*/g, ' ') };
        break;
      case 'link':
        if (isBareAddress(source, page.text[end])) {
          yield { start, end, replacement: `[${escaped(source.replace(/^<|>$/g, ''))}](${node.url})` };
        }
        break;
      case 'image':
      case 'definition':
        if (/[{}<]/.test(source)) yield { start, end, replacement: source.replace(/[{}<>]/g, '') };
        break;
      case 'code':
        if (!/^(?:`{3}|~{3})/.test(source)) yield fenced(placed, node.value, page);
        break;
      case 'paragraph':
      case 'heading':
      case 'tableRow':
        if (parents.length === (node.type === 'tableRow' ? 2 : 1) && /^(?:import|export)\b/.test(source)) {
          yield { start, end: start + 1, replacement: `&#${source.charCodeAt(0)};` };
        }
        break;
    }
  }
}

/** Whether a link is a bare address, in angle brackets or next to text whose escape would become part of it. */
function isBareAddress(source: string, following = ''): boolean {
  return !source.startsWith('[') && /[{}<>\\]/.test(source + following);
}

/** One edit per character, so that they do not overlap with an edit at the start of the paragraph. */
function* escapes(source: string, start: number): Generator<Edit> {
  for (const { 0: found, index } of source.matchAll(/\\[\s\S]|[{}<]/g)) {
    const at = start + index;
    if (!found.startsWith('\\')) yield { start: at, end: at + 1, replacement: `\\${found}` };
  }
}

function escaped(text: string): string {
  return text.replace(/[{}<]/g, '\\$&');
}

function withoutTags(html: string): string {
  return escaped(html.replace(/<!--[\s\S]*?(?:-->|$(?![\s\S]))|<[/!?]?[a-zA-Z][^<>]*>/g, ''));
}

/** The code in a fence longer than any in it. */
function fenced({ start, end }: Placed, code: string, { text }: ParsedMarkdown): Edit {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const prefix = linePrefix(text, start);
  const shallow = prefix.replace(/ {4}$|\t$/, '');
  const lines = [fence, ...code.split('\n'), fence].join(`\n${shallow}`);
  return { start: start - (prefix.length - shallow.length), end, replacement: lines };
}
