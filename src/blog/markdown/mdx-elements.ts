import { isUnseenTag, type TagText, tagText } from './tag-text.ts';

/** As much of a node as matters here: those of MDX and those of Markdown alike. */
export interface MdxNode {
  readonly type: string;
  readonly name?: string | null;
  readonly value?: string;
  readonly attributes?: readonly JsxAttribute[];
  children?: MdxNode[];
}

interface JsxAttribute {
  readonly type: string;
  readonly name?: string;
  readonly value?: string | { readonly value: string } | null;
}

/** A title, a caption or an address is not longer. */
const longestAttribute = 2000;

/**
 * Nodes of an MDX tree without what is executed: imports, exports and expressions are gone, elements of HTML keep the
 * attributes that are plainly written, and a component is what a reader sees of it, as for a shortcode: its title, its
 * picture, its caption and what it contains. `parse` makes nodes of Markdown.
 */
export function withoutJsx(node: MdxNode, parse: (markdown: string) => MdxNode[]): MdxNode[] {
  const inner = ({ children }: MdxNode) => (children ?? []).flatMap((child) => withoutJsx(child, parse));
  switch (node.type) {
    case 'mdxjsEsm':
      return [];
    case 'mdxFlowExpression':
    case 'mdxTextExpression': {
      // {' '} and {"quoted text"} are how JSX writes text.
      const value = quotedText(node.value ?? '');
      return value === null ? [] : [{ type: 'text', value }];
    }
    case 'mdxJsxFlowElement':
      return [elementFor(node, 'div', inner(node), parse)];
    case 'mdxJsxTextElement':
      return [elementFor(node, 'span', inner(node), parse)];
    default: {
      const [only, ...others] = node.type === 'paragraph' ? (node.children ?? []) : [];
      // A component that is all of a paragraph stands between paragraphs for MDX.
      if (only?.type === 'mdxJsxTextElement' && others.length === 0 && isComponent(only)) {
        return [elementFor(only, 'div', inner(only), parse)];
      }
      if (node.children !== undefined) node.children = inner(node);
      return [node];
    }
  }
}

/** `<ul>` is a list; a component has a capital or a dot, and a fragment has no name. */
function isComponent({ name }: MdxNode): boolean {
  return !/^[a-z][a-z0-9]*$/.test(name ?? '');
}

function elementFor(
  node: MdxNode,
  holder: 'div' | 'span',
  children: MdxNode[],
  parse: (markdown: string) => MdxNode[],
): MdxNode {
  const given = attributesOf(node);
  if (!isComponent(node)) return element(node.name!, propertiesOf(given), children);
  const { before, after } = componentText(node.name ?? '', given, children.length > 0);
  if (holder === 'div') {
    return element(holder, {}, [...before.flatMap(parse), ...children, ...after.flatMap(parse)]);
  }
  // Within a line the texts beside what a component contains are those of tooltips.
  const shown = children.length > 0 ? children : [...before, ...after].flatMap((text) => inline(parse(text)));
  return element(holder, {}, shown);
}

function element(hName: string, hProperties: Record<string, unknown>, children: MdxNode[]): MdxNode {
  const made: MdxNode & { readonly data: object } = { type: 'jsxElement', data: { hName, hProperties }, children };
  return made;
}

/** The nodes of a text in one line. */
function inline(blocks: readonly MdxNode[]): MdxNode[] {
  return blocks.flatMap((block, at) => [
    ...(at === 0 ? [] : [{ type: 'text', value: ' ' }]),
    ...(block.type === 'paragraph' ? (block.children ?? []) : [block]),
  ]);
}

/** Attributes with a text or a number for their value, or none, which is `true`. */
function attributesOf({ attributes = [] }: MdxNode): ReadonlyMap<string, string | true> {
  const found = new Map<string, string | true>();
  for (const { type, name, value } of attributes) {
    if (type !== 'mdxJsxAttribute' || name === undefined) continue;
    const written = typeof value === 'object' && value !== null ? literalIn(value.value) : (value ?? true);
    if (written !== null && (written === true || written.length <= longestAttribute)) found.set(name, written);
  }
  return found;
}

function literalIn(expression: string): string | true | null {
  const number = /^\s*(-?\d+(?:\.\d+)?)\s*$/.exec(expression)?.[1];
  return number ?? quotedText(expression) ?? (expression.trim() === 'true' ? true : null);
}

function quotedText(expression: string): string | null {
  return /^\s*(["'`])([^$\\]*)\1\s*$/.exec(expression)?.[2] ?? null;
}

function propertiesOf(given: ReadonlyMap<string, string | true>): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  for (const [name, value] of given) {
    const property = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const isClass = property === 'className' || property === 'class';
    if (isClass) properties.className = String(value).split(/\s+/);
    else if (/^[a-z]+$/i.test(property)) properties[property] = value;
  }
  return properties;
}

/** `Tabs.TabItem` is tab_item, and `YouTube` youtube too. */
function componentText(name: string, given: ReadonlyMap<string, string | true>, hasContent: boolean): TagText {
  const own = name.split('.').at(-1) ?? '';
  const snake = own.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
  if (given.size === 0 || isUnseenTag(snake) || isUnseenTag(own.toLowerCase())) return { before: [], after: [] };
  // The title of a picture is seen by those who point at it.
  const isPicture = /(?:image|img|picture)$/.test(snake);
  const written = [...given].filter(([key, value]) => value !== true && !(isPicture && key === 'title'));
  const text = written.map(([key, value]) => `${key}="${String(value).replace(/["\\]/g, '\\$&')}"`).join(' ');
  const { before, after } = tagText({ name: snake, text, paired: hasContent, bareIsText: true });
  const seen = (texts: readonly string[]) => texts.filter(isWords);
  // Of a picture that nothing is said about it is not known that it is one.
  return { before: before.some(isWords) ? before.filter(isWordsOrPicture) : [], after: seen(after) };
}

/** Words, as opposed to the name of a kind, a colour or a part; a picture's are its alternative text. */
function isWords(text: string): boolean {
  const [, alt] = /^!\[((?:[^\]\\]|\\.)*)\]\(/.exec(text) ?? [];
  return /^\p{Lu}|[^\s,|]\s+\p{L}|\p{Lo}/u.test(alt ?? text);
}

function isWordsOrPicture(text: string): boolean {
  return text.startsWith('![') || isWords(text);
}
