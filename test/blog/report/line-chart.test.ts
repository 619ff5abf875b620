import { describe, expect, it } from 'vitest';
import { type LineChart, lineChart } from '../../../src/blog/report/line-chart.ts';

const chart: LineChart = {
  id: 'losses',
  title: 'Loss & step',
  description: 'From 4 to <2>.',
  lines: [
    { name: 'all', look: 'faint', points: [1, 2, 3, 4].map((x) => ({ x, y: 5 - x })) },
    {
      name: 'few',
      look: 'second',
      points: [
        { x: 0, y: 4 },
        { x: 4, y: 2 },
      ],
      dots: true,
    },
  ],
};
const drawn = (changes: Partial<LineChart> = {}) => lineChart({ ...chart, ...changes }).text;

describe('a line chart', () => {
  it('has a title and a description that its image refers to', () => {
    const svg = drawn();
    expect(svg).toContain('role="img" aria-labelledby="losses-title losses-text"');
    expect(svg).toContain('<title id="losses-title">Loss &#38; step</title>');
    expect(svg).toContain('<desc id="losses-text">From 4 to &#60;2&#62;.</desc>');
  });

  it('puts higher values higher, and later ones further right, within the picture', () => {
    const [, line] = /<polyline class="faint" points="([^"]+)"/.exec(drawn())!;
    const points = line.split(' ').map((point) => point.split(',').map(Number));
    expect(points).toHaveLength(4);
    expect(points.map(([x]) => x)).toEqual(points.map(([x]) => x).sort((a, b) => a - b));
    expect(points.map(([, y]) => y)).toEqual(points.map(([, y]) => y).sort((a, b) => a - b));
    expect(points.flat().every((value) => value >= 0 && value <= 640)).toBe(true);
  });

  it('has dots with tooltips where asked to', () => {
    expect([...drawn().matchAll(/<circle class="second"[^>]*><title>([^<]*)</g)].map(([, text]) => text)).toEqual([
      'few at 0: 4.00',
      'few at 4: 2.00',
    ]);
  });

  it('names its lines if there are several', () => {
    expect(drawn()).toContain('<ul class="legend"><li class="faint">all</li><li class="second">few</li></ul>');
    expect(drawn({ lines: chart.lines.slice(0, 1) })).not.toContain('legend');
  });

  it.each([
    [0, 'start'],
    [2, 'middle'],
    [4, 'end'],
  ])('marks a point at %i, with a label that stays inside (%s)', (x, anchor) => {
    const svg = drawn({ marked: { x, y: 2, label: 'best' } });
    expect(svg).toContain(`style="text-anchor:${anchor}">best</text>`);
    expect(svg.match(/<circle class="mark"/g)).toHaveLength(1);
  });

  it('begins at zero if asked to', () => {
    const at = (fromZero: boolean) => /class="level"[^>]*>([^<]*)</.exec(drawn({ fromZero }))![1];
    expect([at(true), at(false)]).toEqual(['0', '1']);
  });

  it.each([[[]], [[{ x: 0, y: 3 }]]])('survives few points: %j', (points) => {
    const svg = drawn({ lines: [{ name: 'all', look: 'strong', points }] });
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(svg === '').toBe(points.length === 0);
  });
});
