import type { Element, ElementContent } from 'hast';
import { attribute, elementsIn, findElements } from './hast-search.ts';
import { styleOf } from './html-elements.ts';

/** An image that a reader sees. */
export interface SeenImage {
  readonly url: string;
  readonly alt: string;
}

/** Attributes in which lazily loading pages keep image addresses. */
const lazySources = ['dataSrc', 'dataLazySrc', 'dataOriginal', 'dataOrigFile', 'dataOrigSrc', 'dataLazy'];
const lazySets = ['srcSet', 'dataSrcSet', 'dataSrcset', 'dataLazySrcSet', 'dataLazySrcset'];

/** Placeholder files for images that load later. */
const placeholder =
  /(?:^|\/)(?:blank|spacer|placeholder|pixel|trans(?:parent)?|clear|1x1|lazy[-_]?(?:load|placeholder)?|grey|loading)\.(?:gif|png|svg)(?:\?|$)/i;

/** Addresses of services that count visitors with an image. */
const counters =
  /\/\/(?:[\w-]+\.)*(?:pixel\.wp\.com|stats\.wordpress\.com|pixel\.quantserve\.com|b\.scorecardresearch\.com|(?:www|ssl)\.google-analytics\.com|ad\.doubleclick\.net|feedads\.g\.doubleclick\.net|tracking\.feedpress\.(?:it|com|me)|ir-[a-z]+\.amazon-adsystem\.com|assoc-amazon\.[a-z.]+|vg\d+\.met\.vgwort\.de|t\.umblr\.com|(?:www\.)?facebook\.com\/tr)(?=[/?:]|$)|\/\/(?:[\w-]+\.)*feedburner\.(?:com|google\.com)\/~[\w-]+\/|\/~(?:r|ff|a|f\/\d*|4)\/|\/\/feeds\.wordpress\.com\/1\.0\/|\/\/(?:[\w-]+\.)*medium\.com\/_\/stat\b|\/\/blogger\.googleusercontent\.com\/tracker\/|\/track\/open\b|\/(?:mf|b|utm|__utm)\.gif(?:\?|$)|\/(?:matomo|piwik)\.php\?/i;

/** The image of an `img`; null without an address, and for tracking images. */
export function imageOf(image: Element): SeenImage | null {
  const own = attribute(image, 'src');
  const late = lazySources.map((name) => attribute(image, name)).find((address) => address !== null);
  const set = lazySets.map((name) => widestOf(attribute(image, name))).find((address) => address !== null);
  const isOwn = own !== null && !own.startsWith('data:') && !(placeholder.test(own) && (late ?? set) !== undefined);
  const url = (isOwn ? own : (late ?? set ?? null))?.replace(/[\t\n\r]+/g, '') ?? null;
  if (url === null || url.startsWith('data:') || counters.test(url) || isTrackingPixel(image)) return null;
  return { url, alt: (attribute(image, 'alt') ?? '').replace(/\s+/g, ' ') };
}

/** Whether an image is one pixel wide or high, or hidden. */
function isTrackingPixel(image: Element): boolean {
  const isTiny = (name: string) => {
    const size = attribute(image, name) ?? styleOf(image, name);
    return size !== null && /^0*[01](?:\.0*)?(?:px)?$/.test(size);
  };
  return isTiny('width') || isTiny('height') || styleOf(image, 'display') === 'none';
}

/** The address with the largest width or density of a `srcset`. */
function widestOf(set: string | null): string | null {
  if (set === null) return null;
  let widest: { readonly url: string; readonly width: number } | null = null;
  for (const part of set.split(/,\s+|,(?=https?:|\/)/)) {
    const [url, size = '1x'] = part.trim().split(/\s+/);
    const width = Number.parseFloat(size);
    if (url !== '' && !url.startsWith('data:') && (widest === null || width > widest.width)) widest = { url, width };
  }
  return widest?.url ?? null;
}

/** The images of a `noscript` next to a lazily loading image; none if that image has its own address. */
export function noscriptImages(noscript: Element, siblings: readonly ElementContent[], at: number): Element[] {
  const images = findElements(noscript, ({ tagName }) => tagName === 'img');
  const besides = [...nearest(siblings, at, -1), ...nearest(siblings, at, 1)];
  const others = besides.flatMap((element) =>
    element.tagName === 'img' ? [element] : elementsIn(element).filter(({ tagName }) => tagName === 'img'),
  );
  return others.some((image) => imageOf(image) !== null) ? [] : images;
}

/** The adjacent element, if only white space separates it. */
function nearest(siblings: readonly ElementContent[], at: number, step: 1 | -1): Element[] {
  const next = siblings[at + step];
  const isSpace = next?.type === 'text' && next.value.length < 200 && next.value.trim() === '';
  const found = isSpace ? siblings[at + 2 * step] : next;
  return found?.type === 'element' ? [found] : [];
}
