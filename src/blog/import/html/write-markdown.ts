import type { Emphasis, InlineCode, ListItem, Parents, PhrasingContent, Root, Text } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkStringify, { type Options } from 'remark-stringify';
import { unified } from 'unified';

type Handlers = NonNullable<Options['handlers']>;
type Handle = NonNullable<Handlers[keyof Handlers]>;
type State = Parameters<Handle>[2];
type Info = Parameters<Handle>[3];

/**
 * Writes a Markdown tree with remark-stringify, except for its steps that take quadratic time and for emphasis: the
 * tree decides on the markers, and letters next to them are never written as character references.
 */
export function writeMarkdown(tree: Root): string {
  return writer.stringify(tree);
}

/** Longer texts are escaped in pieces, because escaping stores more per character than the text itself takes. */
const pieceCharacters = 10_000;

/**
 * Whether nothing in a text could be Markdown in any position, as is usual. Checking each sign in its context takes a
 * hundred times as long.
 */
export function isPlain(text: string): boolean {
  return (
    /^[^-+=#>:|().!\\`*_[\]<>~&@\n\t\r\d ][^\\`*_[\]<>~&@|\n\t\r#]*$|^ $/.test(text) &&
    !/[\s!:\d]$|w\.|[ps]:\//i.test(text)
  );
}

/** What a text with breaks in it stores: the lines below its first, each after a break. */
interface Broken {
  readonly below?: readonly string[];
}

/**
 * A text with a break between each two of its lines. A page may have as many lines as characters, and a node for each
 * line and each break would take a hundred times the page's memory.
 */
export function textOfLines([first, ...below]: readonly string[]): Text {
  return below.length === 0
    ? { type: 'text', value: first }
    : { type: 'text', value: first, data: { below } as object };
}

function belowIn({ data }: Text): readonly string[] {
  return (data as Broken | undefined)?.below ?? [];
}

const lineBreak = '\\\n';

function text(node: Text, _: Parents | undefined, state: State, info: Info): string {
  const below = belowIn(node);
  if (below.length === 0) return escaped(node.value, state, info);
  const lines = [escaped(node.value, state, { ...info, after: lineBreak[0] })];
  for (const [i, line] of below.entries()) {
    const after = i < below.length - 1 ? lineBreak[0] : info.after;
    lines.push(escaped(line, state, { ...info, before: '\n', after }));
  }
  return lines.join(lineBreak);
}

/** How it begins, for the node before it. */
text.peek = (node: Text, _: Parents | undefined, state: State, info: Info) => {
  return node.value === '' && belowIn(node).length > 0 ? lineBreak : escaped(node.value, state, info);
};

function escaped(value: string, state: State, info: Info): string {
  if (value === '' || isPlain(value)) return value;
  if (value.length <= pieceCharacters) return withDashes(state.safe(value, info));
  const pieces: string[] = [];
  for (let from = 0; from < value.length; from += pieceCharacters) {
    const to = from + pieceCharacters;
    const before = from === 0 ? info.before : value[from - 1];
    const after = to < value.length ? value[to] : info.after;
    pieces.push(state.safe(value.slice(from, to), { ...info, before, after }));
  }
  return pieces.join('');
}

/** Two dashes before a word, as before a name below a quotation, are not a rule, a heading's underline or a list. */
function withDashes(markdown: string): string {
  return markdown.replace(/^\\--(?= ?[\p{L}\p{N}"'“‘])/gmu, '--');
}

interface Signed {
  readonly children: PhrasingContent[];
  readonly data?: { readonly sign?: string };
}

/** Writes strong, emphasised and deleted text. */
function signed(node: Signed, _: Parents | undefined, state: State, info: Info): string {
  const sign = node.data?.sign ?? '*';
  const content = state.containerPhrasing(node as Emphasis, { ...info, before: sign, after: sign });
  return content === '' ? '' : sign + content + sign;
}

signed.peek = (node: Signed) => (node.data?.sign ?? '*')[0];

/**
 * Uses the shortest run of backticks that does not occur in the code; in a cell, bars are escaped so that they do not
 * end it.
 */
function inlineCode({ value }: InlineCode, _: Parents | undefined, state: State): string {
  const runs = new Set(Array.from(value.matchAll(/`+/g), ([run]) => run.length));
  let ticks = 1;
  while (runs.has(ticks)) ticks++;
  const fence = '`'.repeat(ticks);
  const code = value.replace(/[\r\n]+/g, ' ');
  const isPadded = /^`|`$/.test(code) || (code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '');
  const whole = fence + (isPadded ? ` ${code} ` : code) + fence;
  return state.stack.includes('tableCell') ? whole.replace(/\|/g, '\\|') : whole;
}

inlineCode.peek = () => '`';

/** An item stores its own number: finding its index in the list would take quadratic time. */
function listItem(item: ListItem, parent: Parents | undefined, state: State, info: Info): string {
  const isOrdered = parent?.type === 'list' && parent.ordered === true;
  const number = isOrdered ? String((item.data as { readonly number?: number } | undefined)?.number ?? 1) : '';
  const bullet = `${number}${state.bulletCurrent ?? '-'}`;
  const indent = ' '.repeat(bullet.length + 1);
  const tracker = state.createTracker(info);
  tracker.move(indent);
  tracker.shift(indent.length);
  const exit = state.enter('listItem');
  const content = state.containerFlow(item, tracker.current());
  exit();
  return state.indentLines(content, (line, index, isBlank) => {
    if (index === 0) return isBlank ? bullet : `${bullet} ${line}`;
    return isBlank ? '' : indent + line;
  });
}

/** Longest name of a character, `CounterClockwiseContourIntegral`, with some room. */
const longestName = 40;

/** What follows an ampersand that begins a character reference, `&amp;` or `&#38;`, or may begin one where the text ends. */
const afterReference = `#?[A-Za-z\\d]{1,${longestName}}(?:;|$)`;

type Unsafe = State['unsafe'][number];

/** What remark-stringify escapes, made once because it keeps its expressions in these objects. */
let unsafe: Unsafe[] | null = null;

/** Writes a tree of blocks. No other ampersands are escaped: "R&D" and the addresses of links have many. */
function root(node: Root, _: Parents | undefined, state: State, info: Info): string {
  unsafe ??= state.unsafe.map(({ character, inConstruct, ...rest }) =>
    character === '&' ? { character, inConstruct, after: afterReference } : { character, inConstruct, ...rest },
  );
  state.unsafe = unsafe;
  return state.containerFlow(node, info);
}

const handlers = { root, text, inlineCode, listItem, strong: signed, emphasis: signed, delete: signed };

const writer = unified()
  .use(remarkGfm, { tablePipeAlign: false })
  .use(remarkStringify, { bullet: '-', rule: '-', handlers: handlers as Handlers })
  .freeze();
