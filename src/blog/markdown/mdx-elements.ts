import { isUnseenTag, type TagText, tagText } from './tag-text.ts';

/** The common fields of MDX and Markdown nodes that are used here. */
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

/** In characters. Titles, captions and addresses are shorter. */
const longestAttribute = 2000;

/**
 * Removes code from MDX nodes. Imports, exports and expressions are dropped, HTML elements keep attributes with literal
 * values, and a component becomes what a reader sees of it, as for a shortcode: its title, picture, caption and content.
 * `parse` turns Markdown into nodes.
 */
export function withoutJsx(node: MdxNode, parse: (markdown: string) => MdxNode[]): MdxNode[] {
  const inner = ({ children }: MdxNode) => (children ?? []).flatMap((child) => withoutJsx(child, parse));
  switch (node.type) {
    case 'mdxjsEsm':
      return [];
    case 'mdxFlowExpression':
    case 'mdxTextExpression': {
      // JSX writes text as {' '} or {"quoted text"}.
      const value = quotedText(node.value ?? '');
      return value === null ? [] : [{ type: 'text', value }];
    }
    case 'mdxJsxFlowElement':
      return [elementFor(node, 'div', inner(node), parse)];
    case 'mdxJsxTextElement':
      return [elementFor(node, 'span', inner(node), parse)];
    default: {
      const [only, ...others] = node.type === 'paragraph' ? (node.children ?? []) : [];
      // MDX treats a component that is alone in its paragraph as a block.
      if (only?.type === 'mdxJsxTextElement' && others.length === 0 && isComponent(only)) {
        return [elementFor(only, 'div', inner(only), parse)];
      }
      if (node.children !== undefined) node.children = inner(node);
      return [node];
    }
  }
}

/** Whether an element is a component, which has a capital or a dot in its name, or a fragment, which has no name. */
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
  // Within a line, texts other than the content are tooltips.
  const shown = children.length > 0 ? children : [...before, ...after].flatMap((text) => inline(parse(text)));
  return element(holder, {}, shown);
}

function element(hName: string, hProperties: Record<string, unknown>, children: MdxNode[]): MdxNode {
  const made: MdxNode & { readonly data: object } = { type: 'jsxElement', data: { hName, hProperties }, children };
  return made;
}

/** The content of blocks as nodes within a line. */
function inline(blocks: readonly MdxNode[]): MdxNode[] {
  return blocks.flatMap((block, at) => [
    ...(at === 0 ? [] : [{ type: 'text', value: ' ' }]),
    ...(block.type === 'paragraph' ? (block.children ?? []) : [block]),
  ]);
}

/** Attributes whose value is a text, a number or missing; a missing value is `true`. */
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

/** The text of a component, by the tag of the same name: `Tabs.TabItem` is tab_item, and `YouTube` also youtube. */
function componentText(name: string, given: ReadonlyMap<string, string | true>, hasContent: boolean): TagText {
  const own = name.split('.').at(-1) ?? '';
  const snake = own.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
  if (given.size === 0 || isUnseenTag(snake) || isUnseenTag(own.toLowerCase())) return { before: [], after: [] };
  // A picture's title is only a tooltip.
  const isPicture = /(?:image|img|picture)$/.test(snake);
  const written = [...given].filter(([key, value]) => value !== true && !(isPicture && key === 'title'));
  const text = written.map(([key, value]) => `${key}="${String(value).replace(/["\\]/g, '\\$&')}"`).join(' ');
  const { before, after } = tagText({ name: snake, text, paired: hasContent, bareIsText: true });
  const seen = (texts: readonly string[]) => texts.filter(isWords);
  // Without a description, it may not be a picture.
  return { before: before.some(isWords) ? before.filter(isWordsOrPicture) : [], after: seen(after) };
}

/** Whether a text has words and is not just the name of a kind, a colour or a part. For a picture, checks its alternative text. */
function isWords(text: string): boolean {
  const [, alt] = /^!\[((?:[^\]\\]|\\.)*)\]\(/.exec(text) ?? [];
  return /^\p{Lu}|[^\s,|]\s+\p{L}|\p{Lo}/u.test(alt ?? text);
}

function isWordsOrPicture(text: string): boolean {
  return text.startsWith('![') || isWords(text);
}
