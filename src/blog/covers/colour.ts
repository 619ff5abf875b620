import { cosineOfTurns, cubeRoot, fifthRoot, sineOfTurns } from './exact-math.ts';

/**
 * A colour in OKLab (Björn Ottosson, 2020, bottosson.github.io/posts/oklab): lightness from 0 to 1, and two axes, from
 * green to red and from blue to yellow. Equal distances look equally different.
 */
export interface Colour {
  readonly lightness: number;
  readonly a: number;
  readonly b: number;
}

/** A colour of a screen: each part from 0 to 255. */
export type Rgb = readonly [number, number, number];

/** How colourful a colour is: 0 for grey, about 0.3 for the strongest that a screen shows. */
export function chromaOf({ a, b }: Colour): number {
  return Math.sqrt(a * a + b * b);
}

/** A colour by lightness, chroma, and hue in turns: 0 is pink, 0.25 yellow, 0.4 green, 0.72 blue. */
export function colourOf(lightness: number, chroma: number, hue: number): Colour {
  return { lightness, a: chroma * cosineOfTurns(hue), b: chroma * sineOfTurns(hue) };
}

/** The colour with another lightness and chroma; grey takes the hue 0. */
export function toned(colour: Colour, lightness: number, chroma: number): Colour {
  const own = chromaOf(colour);
  if (own === 0) return { lightness, a: chroma, b: 0 };
  return { lightness, a: (colour.a / own) * chroma, b: (colour.b / own) * chroma };
}

/** The colour with its hue turned. */
export function turned({ lightness, a, b }: Colour, turns: number): Colour {
  const [cosine, sine] = [cosineOfTurns(turns), sineOfTurns(turns)];
  return { lightness, a: a * cosine - b * sine, b: a * sine + b * cosine };
}

/** The colour at `share` of the way from one to another. */
export function between(from: Colour, to: Colour, share: number): Colour {
  const at = (x: number, y: number) => x + (y - x) * share;
  return { lightness: at(from.lightness, to.lightness), a: at(from.a, to.a), b: at(from.b, to.b) };
}

/** How different two colours look: 0 for the same, 1 for black and white. */
export function distance(x: Colour, y: Colour): number {
  const [dl, da, db] = [x.lightness - y.lightness, x.a - y.a, x.b - y.b];
  return Math.sqrt(dl * dl + da * da + db * db);
}

/** The cosine of the angle between two hues: 1 for the same one, −1 for opposite ones; 1 if one is grey. */
export function hueLikeness(x: Colour, y: Colour): number {
  const product = chromaOf(x) * chromaOf(y);
  return product === 0 ? 1 : (x.a * y.a + x.b * y.b) / product;
}

/** How many steps find the most colourful tone that a screen can show. */
const FITTING_STEPS = 12;

/** `#rrggbb`. A colour that no screen shows loses chroma, not lightness. */
export function hexOf(colour: Colour): string {
  let shown = linearOf(colour);
  if (!isShown(shown)) {
    let [least, most] = [0, 1];
    for (let step = 0; step < FITTING_STEPS; step++) {
      const share = (least + most) / 2;
      if (isShown(linearOf({ ...colour, a: colour.a * share, b: colour.b * share }))) least = share;
      else most = share;
    }
    shown = linearOf({ ...colour, a: colour.a * least, b: colour.b * least });
  }
  return `#${shown
    .map((part) =>
      Math.round(255 * encoded(part))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** The colour of a screen's. */
export function fromRgb(rgb: Rgb): Colour {
  const [r, g, b] = rgb.map((part) => decoded(part / 255));
  const l = cubeRoot(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = cubeRoot(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = cubeRoot(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  };
}

function linearOf({ lightness, a, b }: Colour): number[] {
  const l = lightness + 0.3963377774 * a + 0.2158037573 * b;
  const m = lightness - 0.1055613458 * a - 0.0638541728 * b;
  const s = lightness - 0.0894841775 * a - 1.291485548 * b;
  const [x, y, z] = [l * l * l, m * m * m, s * s * s];
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ];
}

/** Rounding puts white a little outside. */
const MARGIN = 0.0005;

function isShown(parts: readonly number[]): boolean {
  return parts.every((part) => part >= -MARGIN && part <= 1 + MARGIN);
}

/** sRGB's curve (IEC 61966-2-1); x^(1/2.4) is x^(5/12). */
function encoded(linear: number): number {
  const x = Math.min(Math.max(linear, 0), 1);
  if (x <= 0.0031308) return 12.92 * x;
  const twelfth = cubeRoot(Math.sqrt(Math.sqrt(x)));
  return 1.055 * twelfth * twelfth * twelfth * twelfth * twelfth - 0.055;
}

/** The inverse of `encoded`; x^2.4 is x² times the square of the fifth root of x. */
function decoded(part: number): number {
  if (part <= 0.04045) return part / 12.92;
  const x = (part + 0.055) / 1.055;
  const fifth = fifthRoot(x);
  return x * x * fifth * fifth;
}
