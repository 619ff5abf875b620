import { between, type Colour, chromaOf, colourOf, hueLikeness, toned, turned } from './colour.ts';
import type { Dice } from './dice.ts';

/** The colours of one cover. */
export interface Palette {
  /** The ground, from which `tones` stand out. */
  readonly ground: Colour;
  /** A second tone of the ground, for soft gradients. */
  readonly glow: Colour;
  /** Seven tones from nearest to the ground to furthest from it. */
  readonly tones: readonly Colour[];
  /** Two colours for what should be seen first. */
  readonly accents: readonly [Colour, Colour];
  /** Whether the ground is dark. */
  readonly isDark: boolean;
}

/** A colour of a blog's pictures, and its share of them. */
export interface BlogColour {
  readonly colour: Colour;
  /** From 0 to 1. */
  readonly share: number;
}

const TONES = 7;

/** Below this, a colour counts as grey: its hue says nothing. */
export const GREY = 0.025;

/** Chroma at which flat areas look neither dull nor loud. */
const [LEAST_CHROMA, MOST_CHROMA] = [0.05, 0.125];

/** Hues that differ by less than this (as a cosine; about 50°) are one hue in two tones. */
const SAME_HUE = 0.64;

/** Pairs of hues, in turns, for blogs whose colours are unknown: the tones run from the first to the second. */
const HUES: readonly (readonly [number, number, number])[] = [
  [0.69, 0.58, 0.16],
  [0.53, 0.43, 0.12],
  [0.9, 0.1, 0.22],
  [0.78, 0.95, 0.2],
  [0.61, 0.5, 0.07],
  [0.37, 0.29, 0.1],
  [0.98, 0.13, 0.5],
  [0.74, 0.66, 0.22],
];

/**
 * The colours of a cover: hue and strength from the colours of the blog's pictures, each by its share; lightness from a
 * scale of its own, so that muddy or garish pictures give a good palette too. A blog without colours gets one of `HUES`.
 */
export function paletteOf(dice: Dice, blog: readonly BlogColour[]): Palette {
  const { base, second, accent } = blog.length === 0 ? ownHues(dice) : huesOf(dice, blog);
  const isDark = dice.chance(darkShare(blog));
  const chroma = clamp(chromaOf(base), Math.min(chromaOf(base), LEAST_CHROMA), MOST_CHROMA);
  const drift = clamp(chromaOf(second), Math.min(chromaOf(second), LEAST_CHROMA), MOST_CHROMA);
  // From near the ground to far from it. The most colourful tones are in the middle of the scale.
  const dark = toned(shaded(base), 0.29, chroma * 0.8);
  const [near, middle, far] = isDark
    ? [dark, toned(between(base, second, 0.4), 0.55, chroma), toned(second, 0.84, drift * 0.8)]
    : [toned(second, 0.88, drift * 0.6), toned(between(second, base, 0.6), 0.63, chroma), dark];
  const tones = Array.from({ length: TONES }, (_, i) => {
    const at = (2 * i) / (TONES - 1);
    return at <= 1 ? between(near, middle, at) : between(middle, far, at - 1);
  });
  const strong = Math.max(chromaOf(accent), chroma < GREY ? 0 : 0.11);
  return {
    ground: isDark ? toned(shaded(base), 0.21, chroma * 0.55) : toned(second, 0.955, drift * 0.28),
    glow: isDark ? toned(second, 0.33, drift * 0.8) : toned(second, 0.9, drift * 0.55),
    tones,
    accents: [
      toned(accent, isDark ? 0.78 : 0.7, Math.min(strong, 0.15)),
      toned(accent, isDark ? 0.9 : 0.84, Math.min(strong, 0.15) * 0.65),
    ],
    isDark,
  };
}

/**
 * A hue for shadows: turned towards blue, as painters shade. A dark orange would be brown and a dark yellow muddy; they
 * become wine red and green.
 */
function shaded(colour: Colour): Colour {
  const blue = colourOf(0.5, 1, 0.75);
  return turned(colour, colour.a * blue.b - colour.b * blue.a < 0 ? -SHADE : SHADE);
}

/** How far, in turns. */
const SHADE = 0.07;

interface Hues {
  readonly base: Colour;
  readonly second: Colour;
  readonly accent: Colour;
}

function ownHues(dice: Dice): Hues {
  const [base, second, accent] = dice.pick(HUES);
  return { base: colourOf(0.5, 0.1, base), second: colourOf(0.5, 0.1, second), accent: colourOf(0.5, 0.13, accent) };
}

/**
 * The hues of a cover for a blog: one of its colours, drawn by share; another one near it, or the first one turned a
 * little; and one that contrasts, or a hue from across the circle.
 */
function huesOf(dice: Dice, blog: readonly BlogColour[]): Hues {
  const coloured = blog.filter(({ colour }) => chromaOf(colour) >= GREY);
  if (coloured.length === 0) {
    const { colour } = drawn(dice, blog);
    return { base: colour, second: colour, accent: colour };
  }
  const strong = coloured.filter(({ colour }) => !isYellow(colour));
  const pool = strong.length > 0 ? strong : coloured;
  // A large pale ground says less about a blog than a small strong colour.
  const { colour } = drawn(
    dice,
    pool.map((one) => ({ colour: one.colour, share: one.share * chromaOf(one.colour) })),
  );
  const base = isYellow(colour) ? turned(colour, -TO_ORANGE) : colour;
  const others = coloured.filter((other) => other.colour !== base);
  const near = others.filter(({ colour }) => hueLikeness(colour, base) >= SAME_HUE);
  const far = others.filter(({ colour }) => hueLikeness(colour, base) < SAME_HUE);
  return {
    base,
    second: near.length > 0 ? drawn(dice, near).colour : turned(base, dice.chance(0.5) ? 0.08 : -0.08),
    accent: far.length > 0 ? drawn(dice, far).colour : turned(base, dice.chance(0.5) ? 0.42 : -0.42),
  };
}

/** Yellow is only beautiful where it is light: in the middle and the dark of a scale it is khaki and brown. */
function isYellow(colour: Colour): boolean {
  return hueLikeness(colour, colourOf(0.5, 1, 0.29)) > 0.93;
}

/** From yellow, in turns. */
const TO_ORANGE = 0.1;

function drawn(dice: Dice, from: readonly BlogColour[]): BlogColour {
  let left = dice.from(0, 1) * from.reduce((sum, { share }) => sum + share, 0);
  for (const one of from) {
    left -= one.share;
    if (left < 0) return one;
  }
  return from[from.length - 1];
}

/** How likely a dark ground is: none on light blogs, all on dark ones. */
function darkShare(blog: readonly BlogColour[]): number {
  const whole = blog.reduce((sum, { share }) => sum + share, 0);
  if (whole === 0) return 0.35;
  const lightness = blog.reduce((sum, { colour, share }) => sum + colour.lightness * share, 0) / whole;
  return clamp((0.75 - lightness) / 0.4, 0, 1);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
