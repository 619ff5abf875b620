import { type Colour, distance, fromRgb, type Rgb } from './colour.ts';
import type { BlogColour } from './palette.ts';

/** The most colours that are kept. */
const MOST = 8;

/** Colours nearer to each other than this are one. */
const NEAR = 0.09;

/** A colour with less than this share is chance. */
const LEAST_SHARE = 0.01;

/** The width of a group of pixels of nearly the same colour, on each axis of OKLab. */
const STEP = 0.05;

/** The prominent colours of a picture, given by a sample of its pixels. */
export function prominentColours(pixels: readonly Rgb[]): BlogColour[] {
  const groups = new Map<string, { lightness: number; a: number; b: number; pixels: number }>();
  for (const pixel of pixels) {
    const { lightness, a, b } = fromRgb(pixel);
    const key = [lightness, a, b].map((part) => Math.floor(part / STEP)).join();
    const group = groups.get(key) ?? { lightness: 0, a: 0, b: 0, pixels: 0 };
    groups.set(key, group);
    group.lightness += lightness;
    group.a += a;
    group.b += b;
    group.pixels++;
  }
  return merged(
    [...groups.values()].map(({ lightness, a, b, pixels: of }) => ({
      colour: { lightness: lightness / of, a: a / of, b: b / of },
      share: of / pixels.length,
    })),
  );
}

/** The colours of several pictures or texts, of which each counts the same. */
export function joinedColours(lists: readonly (readonly BlogColour[])[]): BlogColour[] {
  const full = lists.filter((colours) => colours.length > 0);
  return merged(
    full.flatMap((colours) => colours.map(({ colour, share }) => ({ colour, share: share / full.length }))),
  );
}

/** The colours that a style sheet or an SVG names, each by how often it does. */
export function namedColours(text: string): BlogColour[] {
  const found = Array.from(text.matchAll(NAMED), ({ groups }) => rgbOf(groups!)).filter((rgb) => rgb !== null);
  return merged(found.map((rgb) => ({ colour: fromRgb(rgb), share: 1 / found.length })));
}

const NAMED =
  /#(?<hex>[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![\w-]|\s*\{)|\brgba?\(\s*(?<r>\d{1,3})[\s,]+(?<g>\d{1,3})[\s,]+(?<b>\d{1,3})\b/gi;

function rgbOf({ hex, r, g, b }: Readonly<Record<string, string | undefined>>): Rgb | null {
  const parts =
    hex === undefined
      ? [r, g, b].map(Number)
      : hex.length < 6
        ? [0, 1, 2].map((i) => Number.parseInt(hex[i] + hex[i], 16))
        : [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
  return parts.every((part) => part <= 255) ? [parts[0], parts[1], parts[2]] : null;
}

/** Joins colours that look alike to the most frequent of them. */
function merged(colours: readonly BlogColour[]): BlogColour[] {
  const kept: { colour: Colour; share: number }[] = [];
  for (const { colour, share } of [...colours].sort((x, y) => y.share - x.share)) {
    const near = kept.find((other) => distance(other.colour, colour) < NEAR);
    if (near === undefined) kept.push({ colour, share });
    else near.share += share;
  }
  return kept
    .filter(({ share }) => share >= LEAST_SHARE)
    .sort((x, y) => y.share - x.share)
    .slice(0, MOST);
}
