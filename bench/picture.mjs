// The table as a picture: our share of the machine's limit, and how many times better than the peers we are.
import { svg, text } from './svg.mjs';
import { digits, machineLines } from './table.mjs';

const WIDTH = 930;
const LEFT = 350;
const LINE = 20;
const BAR = 12;

/** Groups whose limit is that of the machine, except the kernels, which are too many for a picture. */
const LIMITED = ['step', 'decode'];

/** The words before a row's description, which replace the heading of its table. */
const SUBJECTS = { step: 'step, ', memory: 'memory, ', decode: 'writing, ' };

/** The parts of the picture: the heading, the length of a bar, and the end of the scale. */
const PANELS = [
  {
    title: "Share of this machine's limit",
    rows: (rows) => onceEach(rows.filter(({ group, share }) => share !== null && LIMITED.includes(group))),
    value: ({ share }) => share,
    spread: () => null,
    label: (row) => `${(100 * row.share).toFixed(0)} % of ${row.limit}`,
    reference: 1,
  },
  {
    title: 'Ratio to the peer in the same run (above 1, we are better)',
    rows: (rows) => rows.filter(({ ratio }) => ratio !== null),
    value: ({ ratio }) => ratio.median,
    spread: ({ ratio }) => [ratio.min, ratio.max],
    label: ({ ratio, peer }) => `${digits(ratio.median)} × ${peer}`,
    reference: 1,
  },
];

/** An SVG that is legible on white and on black. */
export function picture(report) {
  const parts = [];
  let y = 28;
  for (const line of machineLines(report).slice(0, 2)) {
    parts.push(text(16, y, line, 'small'));
    y += LINE;
  }
  for (const panel of PANELS) {
    const rows = panel.rows(report.rows);
    if (rows.length === 0) continue;
    y += LINE;
    parts.push(text(16, y, panel.title, 'title'));
    y += 10;
    parts.push(...bars(panel, rows, y));
    y += rows.length * LINE + 10;
  }
  return svg(WIDTH, y + 10, 'Results of npm run bench', parts);
}

function bars({ value, spread, label, reference }, rows, top) {
  const longest = Math.max(reference, ...rows.map((row) => spread(row)?.[1] ?? value(row)));
  const scale = (WIDTH - LEFT - 220) / longest;
  const at = (figure) => (LEFT + figure * scale).toFixed(1);
  const bottom = top + rows.length * LINE;
  return [
    ...rows.flatMap((row, index) => {
      const y = top + index * LINE;
      const middle = y + LINE / 2;
      const between = spread(row);
      const end = Math.max(value(row), between?.[1] ?? 0, value(row) < reference ? reference : 0);
      return [
        text(LEFT - 10, middle + 4, `${SUBJECTS[row.group] ?? ''}${row.what}`, 'name', 'end'),
        `<rect class="bar" x="${LEFT}" y="${middle - BAR / 2}" width="${(value(row) * scale).toFixed(1)}" height="${BAR}" rx="2"/>`,
        ...(between === null ? [] : [line('spread', at(between[0]), middle, at(between[1]), middle)]),
        text(Number(at(end)) + 8, middle + 4, label(row), 'figure'),
      ];
    }),
    line('reference', at(reference), top - 2, at(reference), bottom + 2),
  ];
}

/** A measurement with several peers has a single share. */
function onceEach(rows) {
  return [...new Map(rows.toReversed().map((row) => [`${row.group} ${row.what}`, row])).values()].toReversed();
}

function line(kind, x1, y1, x2, y2) {
  return `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}
