// Importing a large WordPress export: time and peak memory. The file is generated, with posts that have comments and
// metadata, and some attachments, until it has the given size; then `tpdne import` in dist/ (npm run compile) reads it.
//
//   node bench/import-wxr.mjs [--megabytes 500] [--folder /tmp/import-wxr]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { megabytes: { type: 'string', default: '500' }, folder: { type: 'string', default: '/tmp/import-wxr' } },
});
const bytes = Number(options.megabytes) * 1e6;
const export_ = join(options.folder, 'export.xml');
const out = join(options.folder, 'posts');
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

const words = `the kettle of our neighbour sings before rain and nobody who lives on this street has ever asked why it
should while I keep a list of mornings on which it was late or silent or both`.split(/\s+/);

/** Pseudo-random with a fixed seed, so that every run measures the same file. */
let state = 1;
function draw(below) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

const sentence = () => `${Array.from({ length: 12 }, () => words[draw(words.length)]).join(' ')}.`;
const paragraph = () => Array.from({ length: 5 }, sentence).join(' ');

function content(number) {
  const parts = Array.from(
    { length: 12 },
    () => `<!-- wp:paragraph -->\n<p>${paragraph()}</p>\n<!-- /wp:paragraph -->`,
  );
  parts[3] = `<!-- wp:heading -->\n<h2>Part ${number}</h2>\n<!-- /wp:heading -->`;
  parts[6] = `<!-- wp:code -->\n<pre class="wp-block-code"><code>kettle(${number});</code></pre>\n<!-- /wp:code -->`;
  parts[9] = `<ul><li>${sentence()}</li><li><a href="https://kettle.example/${number}">${sentence()}</a></li></ul>`;
  return parts.join('\n\n');
}

function item(number, type, body, more) {
  const day = `20${String(10 + (number % 14)).padStart(2, '0')}-03-${String(1 + (number % 28)).padStart(2, '0')}`;
  return `<item><title><![CDATA[Number ${number}]]></title><link>https://kettle.example/${number}/</link>
<content:encoded><![CDATA[${body}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>${number}</wp:post_id><wp:post_date_gmt>${day} 10:00:00</wp:post_date_gmt><wp:post_name>number-${number}</wp:post_name>
<wp:status>${type === 'post' ? 'publish' : 'inherit'}</wp:status><wp:post_type>${type}</wp:post_type>${more}</item>\n`;
}

function comment() {
  return `<wp:comment><wp:comment_author>x</wp:comment_author><wp:comment_content><![CDATA[${paragraph()}]]></wp:comment_content></wp:comment>`;
}

const meta = `<wp:postmeta><wp:meta_key>_edit</wp:meta_key><wp:meta_value><![CDATA[${'a:1:{s:3:"key";i:1;}'.repeat(20)}]]></wp:meta_value></wp:postmeta>`;

await rm(options.folder, { recursive: true, force: true });
await mkdir(options.folder, { recursive: true });
const file = createWriteStream(export_);
let written = 0;
const put = async (text) => {
  written += Buffer.byteLength(text);
  if (!file.write(text)) await new Promise((resolve) => file.once('drain', resolve));
};
await put(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Kettle Log</title><wp:wxr_version>1.2</wp:wxr_version>\n`);
for (let number = 1; written < bytes; number++) {
  await put(item(number, 'post', content(number), Array.from({ length: 1 + draw(20) }, comment).join('') + meta));
  if (number % 2 === 0) await put(item(1e7 + number, 'attachment', '', meta));
}
await put('</channel></rss>\n');
file.end();
await finished(file);

// Runs the command in a separate process, which prints its resource use when it exits.
const atExit = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  console.log(\`peak \${Math.round(maxRSS / 1024)} MiB, \${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s of processor time\`);
})`;
const command = [`--import=data:text/javascript,${encodeURIComponent(atExit)}`, cli, 'import', export_, '--out', out];
const start = performance.now();
const child = spawn(process.execPath, command, { stdio: 'inherit' });
const [status] = await once(child, 'exit');
const seconds = (performance.now() - start) / 1000;
console.log(`${written} bytes in ${seconds.toFixed(1)} s, ${(written / 1e6 / seconds).toFixed(1)} MB/s`);
process.exitCode = status;
await rm(options.folder, { recursive: true, force: true });
