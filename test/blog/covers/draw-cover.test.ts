import { describe, expect, it } from 'vitest';
import { fromRgb } from '../../../src/blog/covers/colour.ts';
import { drawCover, PATTERNS } from '../../../src/blog/covers/draw-cover.ts';
import { digest } from '../../../src/project/digest.ts';

const WARM = [
  { colour: fromRgb([201, 71, 43]), share: 0.5 },
  { colour: fromRgb([31, 58, 77]), share: 0.3 },
  { colour: fromRgb([242, 215, 160]), share: 0.2 },
];

const names = Object.keys(PATTERNS);

describe('a cover', () => {
  // Recorded with Node 20 on x86-64. A change of a pattern or of a palette changes all covers drawn from then on.
  it.each([
    ['dunes', 'wrvsplzDKUz7VyonVt0KaGxxKCx53R5Tnp/N1fgiB38='],
    ['paper', '5f4d8ysFVsquTODeNEi0TgD002n021lihRIhQh+82uU='],
    ['tiles', 'llsUkXH/Mv9HCcJ8YTtzuNQot5M5Gi72gIh2/eYC3N0='],
    ['ribbons', 'U6vw/y1Ba0kTSrx/xnWWfgNktaSh42TiBYu6Uh6T7Rc='],
    ['facets', 'vF98bgc46pJskShK8Qey+vXvMcG0IhtTij6bHxSp9A4='],
    ['orbits', 'oFEdaN0acTOXhkkORh+dbadz14+IejiGeDKRelYKWYg='],
  ])('has the same bytes on every machine: %s', (pattern, recorded) => {
    const look = { width: 1200, height: 630, pattern };
    expect(digest(['a', 'b', 'ü'].map((slug) => drawCover(slug, { ...look, colours: WARM })).join(''))).toBe(recorded);
  });

  it('depends on the slug, the size and the colours alone', () => {
    const look = { width: 1200, height: 630, colours: WARM };
    const cover = drawCover('tea', look);
    expect(drawCover('tea', look)).toBe(cover);
    expect(drawCover('teas', look)).not.toBe(cover);
    expect(drawCover('tea', { ...look, height: 631 })).not.toBe(cover);
    expect(drawCover('tea', { ...look, colours: WARM.slice(0, 1) })).not.toBe(cover);
  });

  it('is in every pattern for some slugs', () => {
    const look = { width: 1200, height: 630, colours: [] };
    const used = new Set(
      Array.from({ length: 60 }, (_, i) => {
        const cover = drawCover(`post-${i}`, look);
        return names.find((pattern) => drawCover(`post-${i}`, { ...look, pattern }) === cover);
      }),
    );
    expect([...used].sort()).toEqual([...names].sort());
  });

  it.each([
    [1200, 630],
    [1600, 400],
    [600, 600],
    [800, 1200],
    [600, 1800],
  ])('of %d × %d pixels is small, without text, and has only whole numbers for places', (width, height) => {
    for (const pattern of names) {
      for (let i = 0; i < 12; i++) {
        const svg = drawCover(`post ${i}`, { width, height, colours: i % 2 === 0 ? [] : WARM, pattern });
        expect(svg.length, pattern).toBeLessThan(15_000);
        expect(svg).toContain(`width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`);
        expect(svg).not.toMatch(/<text|<image|<style|<script|href|NaN|undefined|e[-+]\d/);
        for (const [, path] of svg.matchAll(/ d="([^"]*)"/g)) expect(path).not.toMatch(/\.|-0\b/);
      }
    }
  });

  it('is well-formed: every paint that it uses is defined', () => {
    for (const pattern of names) {
      const svg = drawCover('x', { width: 1200, height: 630, colours: WARM, pattern });
      const used = Array.from(svg.matchAll(/url\(#(g\d+)\)/g), ([, id]) => id);
      for (const id of used) expect(svg).toContain(`id="${id}"`);
      expect(svg.match(/<(?!\/)/g)!.length).toBe(svg.match(/\/>|<\//g)!.length);
    }
  });
});
