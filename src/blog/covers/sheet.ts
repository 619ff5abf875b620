import { type Colour, hexOf } from './colour.ts';

/** A corner or a point of a shape. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A paint: a colour, or a gradient that was added to the sheet. */
export type Paint = Colour | string;

/**
 * An SVG being drawn. Coordinates are written as whole numbers and shares with two decimals, so that the bytes do not
 * depend on how a machine prints fractions.
 */
export class Sheet {
  readonly width: number;
  readonly height: number;
  readonly #definitions: string[] = [];
  readonly #shapes: string[] = [];

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  /** The shorter side. */
  get side(): number {
    return Math.min(this.width, this.height);
  }

  /** Adds a gradient between two points given as shares of the painted shape's box; returns its paint. */
  gradient(colours: readonly Colour[], { x: x1, y: y1 }: Point, { x: x2, y: y2 }: Point): string {
    return this.#paint(
      'linearGradient',
      `x1="${share(x1)}" y1="${share(y1)}" x2="${share(x2)}" y2="${share(y2)}"`,
      colours.map((colour) => ({ colour, opacity: 1 })),
    );
  }

  /** Adds a gradient from the middle of a shape, where it is opaque, to its edge, where it is clear; returns its paint. */
  halo(colour: Colour, opacity: number): string {
    return this.#paint('radialGradient', '', [
      { colour, opacity },
      { colour, opacity: 0 },
    ]);
  }

  fill(paint: Paint): void {
    this.#add(`<rect width="${this.width}" height="${this.height}" fill="${paintOf(paint)}"/>`);
  }

  circle({ x, y }: Point, radius: number, paint: Paint, opacity = 1): void {
    this.#add(
      `<circle cx="${whole(x)}" cy="${whole(y)}" r="${whole(radius)}" fill="${paintOf(paint)}"${faint(opacity)}/>`,
    );
  }

  ring({ x, y }: Point, radius: number, paint: Paint, thickness: number, opacity = 1): void {
    this.#add(
      `<circle cx="${whole(x)}" cy="${whole(y)}" r="${whole(radius)}" fill="none" stroke="${paintOf(paint)}" ` +
        `stroke-width="${whole(thickness)}"${faint(opacity)}/>`,
    );
  }

  /** A shape by its path; see `polygon` and `curve`. A second outline in the path is a hole. */
  path(path: string, paint: Paint, opacity = 1): void {
    const rule = path.indexOf('M', 1) === -1 ? '' : ' fill-rule="evenodd"';
    this.#add(`<path d="${path}" fill="${paintOf(paint)}"${rule}${faint(opacity)}/>`);
  }

  /** A shape with a line in its own colour, which closes the hair between neighbours. */
  facet(path: string, paint: Paint): void {
    const colour = paintOf(paint);
    this.#add(`<path d="${path}" fill="${colour}" stroke="${colour}"/>`);
  }

  stroke(path: string, paint: Paint, thickness: number, opacity = 1): void {
    this.#add(
      `<path d="${path}" fill="none" stroke="${paintOf(paint)}" stroke-width="${whole(thickness)}" ` +
        `stroke-linecap="round"${faint(opacity)}/>`,
    );
  }

  /** The SVG, with a final line break. */
  text(): string {
    const { width, height } = this;
    const definitions = this.#definitions.length === 0 ? [] : [`<defs>${this.#definitions.join('')}</defs>`];
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
      ...definitions,
      ...this.#shapes,
      '</svg>',
      '',
    ].join('\n');
  }

  #paint(
    element: 'linearGradient' | 'radialGradient',
    attributes: string,
    stops: readonly { readonly colour: Colour; readonly opacity: number }[],
  ): string {
    const id = `g${this.#definitions.length}`;
    const texts = stops.map(({ colour, opacity }, i) => {
      const clear = opacity === 1 ? '' : ` stop-opacity="${share(opacity)}"`;
      return `<stop offset="${share(i / (stops.length - 1))}" stop-color="${hexOf(colour)}"${clear}/>`;
    });
    this.#definitions.push(`<${element} id="${id}"${attributes && ` ${attributes}`}>${texts.join('')}</${element}>`);
    return `url(#${id})`;
  }

  #add(shape: string): void {
    this.#shapes.push(shape);
  }
}

/** The path of a shape with these corners. */
export function polygon(corners: readonly Point[]): string {
  return `M${corners.map(pair).join('L')}Z`;
}

/** The path of a smooth line through points, as cubic curves (a Catmull-Rom spline); `closed` joins its ends. */
export function curve(points: readonly Point[], closed = false): string {
  const at = (i: number): Point =>
    closed ? points[(i + points.length) % points.length] : points[Math.min(Math.max(i, 0), points.length - 1)];
  const pieces = Array.from({ length: closed ? points.length : points.length - 1 }, (_, i) => {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const leave = { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 };
    const arrive = { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 };
    return `C${pair(leave)} ${pair(arrive)} ${pair(to)}`;
  });
  return `M${pair(points[0])}${pieces.join('')}${closed ? 'Z' : ''}`;
}

export function pair({ x, y }: Point): string {
  return `${whole(x)} ${whole(y)}`;
}

export function whole(value: number): string {
  // Never "-0".
  return String(Math.round(value) + 0);
}

function share(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

function faint(opacity: number): string {
  return opacity === 1 ? '' : ` opacity="${share(opacity)}"`;
}

function paintOf(paint: Paint): string {
  return typeof paint === 'string' ? paint : hexOf(paint);
}
