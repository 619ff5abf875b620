/**
 * The body of a post in Substack's export. Boxes that its editor made are empty in it: what they show is in their attribute
 * `data-attrs`, as JSON.
 */
import type { Element, ElementContent, Root } from 'hast';
import { attribute, classesOf, findElement, lineIn } from './html/hast-search.ts';
import { htmlTree, markdownOfTree } from './html/html-to-markdown.ts';

export function substackMarkdown(html: string): string {
  return markdownOfTree(shown(htmlTree(html)));
}

/** Boxes that ask the reader for something, or show another newsletter. */
const widgets =
  /^(?:subscription-widget(?:-wrap(?:-editor)?)?|subscribe-widget|button-wrapper|captioned-button-wrap|button|share(?:-\w+)?|digest-post-embed|embedded-post(?:-wrap)?|embedded-publication-wrap|community-chat|directMessage|install-substack-app-embed|poll-embed|paywall(?:-jump)?|tweet|twitter-embed|instagram|youtube-wrap|vimeo-wrap|spotify-wrap|soundcloud-wrap|apple-podcast-container|image-link-expand|pencraft|header-anchor-parent|donation-link|hide-text)$/;

type Attributes = Readonly<Record<string, unknown>>;

/** What a reader sees of a box with one of these classes. */
const boxes: Readonly<Record<string, (box: Element, attributes: Attributes) => ElementContent[]>> = {
  'latex-rendered': (_, { persistentExpression: tex }) =>
    typeof tex === 'string' ? [element('p', {}, [element('math', { alttext: tex, display: 'block' })])] : [],
  'mention-wrap': (_, { name }) => textOf(name),
  'cashtag-wrap': (_, { symbol }) => textOf(symbol),
  'file-embed-wrapper': (box) => {
    const link = findElement(box, ({ tagName }) => tagName === 'a');
    const title = findElement(box, (part) => classesOf(part).includes('file-embed-details-h1'));
    if (link === null || title === null) return [];
    return [element('p', {}, [element('a', { href: attribute(link, 'href') }, textOf(lineIn(title)))])];
  },
  'image-gallery-embed': (_, { gallery }) => {
    const { images = [], caption = null } = (gallery ?? {}) as {
      readonly images?: unknown;
      readonly caption?: unknown;
    };
    const shownImages = Array.isArray(images) ? images.map((image: Attributes | null) => imageOf(image?.src)) : [];
    return [...shownImages, element('p', {}, textOf(caption))];
  },
  // An image that leads to itself.
  'image-link': (link) => {
    const address = attribute(link, 'href') ?? '';
    return imageHosts.test(address) ? shownIn(link) : [{ ...link, children: shownIn(link) }];
  },
};

const imageHosts =
  /^https?:\/\/(?:substackcdn\.com\/image|cdn\.substack\.com\/image|[\w.-]+\.amazonaws\.com\/public\/images)\//;

function shown(tree: Root): Root {
  return { ...tree, children: shownIn(tree) };
}

function shownIn({ children }: Root | Element): ElementContent[] {
  return (children as ElementContent[]).flatMap((child) => {
    if (child.type !== 'element') return [child];
    const classes = classesOf(child);
    if (classes.some((name) => widgets.test(name))) return [];
    const kind = classes.find((name) => Object.hasOwn(boxes, name));
    return kind === undefined ? [{ ...child, children: shownIn(child) }] : boxes[kind](child, attributesOf(child));
  });
}

/** `data-attrs`; empty if it is no object in JSON. */
function attributesOf(box: Element): Attributes {
  try {
    const value: unknown = JSON.parse(attribute(box, 'dataAttrs') ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Attributes) : {};
  } catch {
    return {};
  }
}

function imageOf(src: unknown): Element {
  return element('p', {}, [element('img', { src })]);
}

function textOf(value: unknown): ElementContent[] {
  return typeof value === 'string' && value !== '' ? [{ type: 'text', value }] : [];
}

function element(tagName: string, properties: Record<string, unknown>, children: ElementContent[] = []): Element {
  return { type: 'element', tagName, properties: properties as Element['properties'], children };
}
