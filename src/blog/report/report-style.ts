/** The style sheet of a report: one column, light or dark as the reader's screen, and fit for printing. */
export const reportStyle = `
:root { color-scheme: light dark; --paper: #fbf9f4; --sheet: #fffefb; --ink: #22201c; --faint: #6d675d; --line: #e4dfd3;
  --accent: #a8452c; --soft: #f0d9cf; --second: #2f6f8f; }
@media (prefers-color-scheme: dark) { :root { --paper: #161412; --sheet: #1e1b18; --ink: #ece6da; --faint: #a29a8c;
  --line: #38332d; --accent: #ec8f6f; --soft: #4a2c20; --second: #7fc0e0; } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 Charter, Georgia, "Times New Roman", serif }
main { max-width: 46rem; margin: 0 auto; padding: 4rem 1.25rem 5rem }
h1 { font-size: 2.5rem; line-height: 1.15; margin: 0 0 .6rem; letter-spacing: -.015em; text-wrap: balance }
h3 { font-size: 1.1rem; margin: 2.2rem 0 .3rem }
h2 { font-size: 1.4rem; line-height: 1.3; margin: 3.6rem 0 .4rem; padding-top: 1.6rem; border-top: 1px solid var(--line) }
p { margin: .5rem 0 1rem }
.lead { font-size: 1.15rem; color: var(--faint); text-wrap: pretty }
.lead strong { color: var(--ink); font-weight: 600 }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 2rem 0 0; padding: 0 }
.numbers div { background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem }
.numbers div { display: flex; flex-direction: column-reverse; justify-content: flex-end }
.numbers dd { margin: 0; font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums }
.numbers dt, th, .note, .legend, summary, svg text { font-family: system-ui, sans-serif }
.numbers dt { font-size: .78rem; color: var(--faint) }
.note { font-size: .85rem; color: var(--faint) }
svg { display: block; width: 100%; height: auto; margin: 1rem 0 }
svg text { font-size: 12px; fill: var(--faint); text-anchor: middle }
svg .value { fill: var(--ink) }
svg line { stroke: var(--line) }
svg .level { text-anchor: end }
figure { margin: 1rem 0 }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: 0; padding: 0; list-style: none; font-size: .85rem }
.legend li::before { content: ""; display: inline-block; width: 1.4em; border-top: 3px solid; margin-right: .5em; vertical-align: .25em }
.legend .strong::before { border-color: var(--accent) }
.legend .faint::before { border-color: var(--accent); opacity: .4 }
.legend .second::before { border-color: var(--second) }
polyline { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round }
polyline.faint { stroke-width: 1; opacity: .5 }
.scrolls { overflow-x: auto }
.scrolls th, .scrolls td { padding-right: 0; padding-left: .9rem }
polyline.second { stroke: var(--second) }
circle.second { fill: var(--second) }
circle.mark { fill: none; stroke: var(--second); stroke-width: 2 }
svg text.mark { fill: var(--ink); font-weight: 600 }
.column { fill: var(--accent) }
.touch { fill: transparent }
g:hover .touch { fill: var(--soft) }
.words { line-height: 1.9; margin: 1rem 0; padding: 0; list-style: none; text-align: center }
.words li { display: inline; margin: 0 .35em; white-space: nowrap }
table { width: 100%; border-collapse: collapse; font-size: .93rem; margin: 1rem 0 }
th { font-size: .78rem; font-weight: 500; color: var(--faint); text-align: left }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere }
td:last-child, th:last-child { padding-right: 0 }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal }
td.name { white-space: nowrap; overflow-wrap: normal }
.share { width: 26% }
.share i { display: block; height: .6rem; margin-top: .5rem; border-radius: 2px; background: var(--accent) }
td small { color: var(--faint); display: block; font-size: .82rem }
code { font: .88em ui-monospace, "SF Mono", Menlo, Consolas, monospace; background: var(--soft); border-radius: .25rem; padding: .1em .35em }
blockquote { margin: 0; white-space: pre-line; overflow-wrap: anywhere }
.samples td { min-width: 15rem; white-space: pre-line }
.samples th[colspan] { color: var(--ink); padding-top: 1.2rem }
.facts th { width: 38%; font-size: .85rem }
details { margin: .5rem 0 }
summary { cursor: pointer; font-size: .9rem; color: var(--accent) }
.fine { color: var(--faint) }
footer { margin-top: 4rem }
@media (max-width: 34rem) { main { padding-top: 2.5rem } h1 { font-size: 1.9rem } .share { display: none }
  svg text { font-size: 19px } polyline, circle.mark { stroke-width: 3 } }
@media print { body { background: none; font-size: 11pt } details > * { display: block } }
`;
