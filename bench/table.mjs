// Rows as a table in plain text or Markdown.
import { groups } from './rows.mjs';

const HEADINGS = ['what', 'ours', 'limit', 'share', 'peer', 'their figure', 'ratio', ''];

/** Lines about the machine, for the top of every table. */
export function machineLines({ machine, peaks, missing }) {
  const { processor, cores, memory, node, compiler } = machine;
  return [
    `${processor}, ${cores}, ${memory} of memory, ${node}, ${compiler}`,
    `Peak multiply-add rate: ${range(peaks.float32, 'GFLOP/s')} in float32` +
      (peaks.bfloat16 === null ? '' : `, ${range(peaks.bfloat16, 'GFLOP/s')} in bfloat16`) +
      `; memory reads at ${range(peaks.read, 'GB/s')}`,
    ...missing,
  ];
}

export function plainTable(report) {
  const sections = sectionsOf(report.rows);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...sections.flatMap(({ cells }) => cells.map((line) => line[column].length))),
  );
  const aligned = (cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  return [
    ...machineLines(report),
    '',
    aligned(HEADINGS),
    ...sections.flatMap(({ title, cells }) => ['', title, ...cells.map(aligned)]),
  ].join('\n');
}

export function markdownTable(report) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    ...machineLines(report).map((text) => `- ${text}`),
    ...sectionsOf(report.rows).flatMap(({ title, cells }) => [
      '',
      `**${title}**`,
      '',
      line(HEADINGS),
      line(HEADINGS.map(() => '---')),
      ...cells.map(line),
    ]),
  ].join('\n');
}

function sectionsOf(rows) {
  return Object.entries(groups)
    .map(([group, title]) => ({ title, cells: rows.filter((row) => row.group === group).map(cellsOf) }))
    .filter(({ cells }) => cells.length > 0);
}

function cellsOf({ what, unit, ours, limit, share, peer, theirs, ratio, note }) {
  return [
    what,
    figure(ours, unit),
    limit ?? '',
    share === null ? '' : `${(100 * share).toFixed(0)} %`,
    peer ?? '',
    theirs === null ? '' : figure(theirs, unit),
    ratio === null ? '' : figure(ratio, '×'),
    note ?? '',
  ];
}

/** Such as 4.62 s (4.60..4.71 of 5); a single measurement has no spread. */
function figure({ median, min, max, count }, unit) {
  const spread = count > 1 ? ` (${digits(min)}..${digits(max)} of ${count})` : '';
  return `${digits(median)} ${unit}${spread}`;
}

function range(values, unit) {
  const sorted = values.toSorted((a, b) => a - b);
  return `${digits(sorted[sorted.length >> 1])} ${unit} (${digits(sorted[0])}..${digits(sorted.at(-1))})`;
}

/** Three significant digits. */
export function digits(value) {
  const magnitude = Math.abs(value);
  return value.toFixed(magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : 2);
}
