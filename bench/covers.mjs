// The picture docs/covers.png: covers of six posts, one in each pattern, in the colours of one blog. Run
//
//   node bench/covers.mjs
//
// after a change to src/blog/covers/, and look at it.
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { loadSources } from './sources.mjs';

const { drawCover, PATTERNS, namedColours } = await loadSources(
  'src/blog/covers/draw-cover.ts',
  'src/blog/covers/blog-colours.ts',
);
const colours = namedColours('#c9472b #c9472b #1f3a4d #3f7d74 #f2d7a0 #f2d7a0 #f7efe2 #f7efe2');
const [width, height, across, gap] = [1200, 630, 3, 12];
const [shownWidth, shownHeight] = [400, 210];
const names = Object.keys(PATTERNS);
const covers = await Promise.all(
  names.map(async (pattern, i) => ({
    input: await sharp(Buffer.from(drawCover(`a-post-about-${pattern}`, { width, height, colours, pattern })))
      .resize(shownWidth, shownHeight)
      .png()
      .toBuffer(),
    left: (i % across) * (shownWidth + gap),
    top: Math.floor(i / across) * (shownHeight + gap),
  })),
);
const rows = Math.ceil(names.length / across);
const size = { width: across * (shownWidth + gap) - gap, height: rows * (shownHeight + gap) - gap };
await sharp({ create: { ...size, channels: 4, background: '#0000' } })
  .composite(covers)
  .png({ palette: true, quality: 90, effort: 10 })
  .toFile(fileURLToPath(new URL('../docs/covers.png', import.meta.url)));
