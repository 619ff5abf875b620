// Shared parts of the pictures: a frame, and colours that are legible on white and on black.

/** A picture of `width` by `height` pixels; `title` is for screen readers. */
export function svg(width, height, title, parts) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<rect class="ground" width="100%" height="100%"/>
${parts.join('\n')}
</svg>
`;
}

export function text(x, y, content, kind, anchor = 'start') {
  return `<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

function escaped(content) {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

// The background is drawn, because a page does not always say whether it is dark.
const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600; font-size: 14px }
.small, .figure { fill: #59636e; font-size: 11px }
.ground { fill: #ffffff }
.bar { fill: #2f6f9f }
.spread, .reference { stroke: #1f2328; stroke-width: 1.5 }
.reference { stroke: #b35900; stroke-dasharray: 4 3 }
.grid { stroke: #d1d9e0 }
.curve { fill: none; stroke-width: 1.3; stroke-linejoin: round }
.curve0 { stroke: #8fbfe0; stroke-width: 4 }
.curve1 { stroke: #b35900 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .small, .figure { fill: #9198a1 }
  .ground { fill: #0d1117 }
  .bar { fill: #58a6d6 }
  .spread { stroke: #e6edf3 }
  .reference { stroke: #f0a050 }
  .grid { stroke: #30363d }
  .curve0 { stroke: #2f6f9f }
  .curve1 { stroke: #f0a050 }
}`;
