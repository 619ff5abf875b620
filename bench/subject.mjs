// How much a model listens to a subject: bits per byte of the body of each post below its own title and outline, and below
// those of another post. A model that listens finds a post more probable below its own. The posts should not be among
// those that it was trained on; `--held-out 0` takes those that `tpdne run --seed 0` held out of these. The outline is made
// from the post, as for training, so that a part of the gain is that its points stand in the text: the title alone shows
// the rest.
//
//   node bench/subject.mjs --model checkpoint/run1/model-200 --posts my-blog/_posts [--held-out 0] [--threads 1] [--json]
import { parseArgs } from 'node:util';
import { loadSources } from './sources.mjs';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    posts: { type: 'string', multiple: true },
    'held-out': { type: 'string' },
    threads: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
if (options.model === undefined || options.posts === undefined) {
  console.error('subject.mjs needs --model <folder> and --posts <folder>.');
  process.exit(2);
}
const source = await loadSources(
  'src/blog/corpus/form-parts.ts',
  'src/blog/corpus/end-mark.ts',
  'src/blog/import/portable-markdown.ts',
  'src/engine/random.ts',
  'src/engine/tokens/batch.ts',
  'src/engine/tokens/token-set.ts',
  'src/engine/training/held-out-loss.ts',
  'src/node/project/node-project.ts',
  'src/pipeline/corpus/read-posts.ts',
  'src/pipeline/models/open-writer.ts',
);
/** As in training documents. */
const MOST_POINTS = 8;
const VALIDATION_SHARE = 0.1;

const posts = (await postsWithTitles()).map((post) => ({ post, ...partsOf(post) }));
if (posts.length < 2) {
  console.error('At least two posts with a title are needed, to give one the subject of another.');
  process.exit(2);
}
const { model, tokenizer, close } = await writer();
const context = model.shape.context;
const loss = new source.HeldOutLoss(model, 1, context);
const kinds = { title: ({ title }) => ({ title }), 'title and outline': ({ title, outline }) => ({ title, outline }) };
const rows = [];
for (const [i, own] of posts.entries()) rows.push(await rowOf(own, posts[(i + 1) % posts.length]));
loss.free();
await close();
report();

/** All posts with a title, or those that a run held out. */
async function postsWithTitles() {
  const reading = { format: 'markdown', drafts: false, encoding: 'utf-8' };
  const documents = await source.readCorpus(source.nodeProject(), options.posts, reading);
  const seed = options['held-out'];
  const heldOut =
    seed === undefined
      ? null
      : source.chooseHeldOut(documents.length, VALIDATION_SHARE, source.Random.fromSeed(Number(seed), 'split'));
  const kept = documents.filter((_, index) => heldOut === null || heldOut.has(index));
  return kept.map(({ post }) => post).filter(({ title }) => title !== null);
}

function partsOf(post) {
  const body = source.escapeEndMark(source.portableMarkdown(post, () => {}).trim());
  const { outline, ...parts } = source.partsOfPost(post, body);
  const step = Math.ceil(outline.length / MOST_POINTS);
  return { parts: { ...parts, outline: outline.filter((_, i) => i % step === 0) }, body };
}

async function writer() {
  const machine = { device: 'auto', threads: options.threads === undefined ? null : Number(options.threads) };
  const settings = { ...machine, precision: 'auto', quantize: 'none' };
  const opening = source.openFolder(source.nodeProject(), { path: options.model }, settings);
  let step = await opening.next();
  while (!step.done) step = await opening.next();
  return step.value;
}

/** Bits per byte of a body below its own subject and another one, for each kind of subject; the same bytes each time. */
async function rowOf(own, other) {
  const texts = Object.entries(kinds).flatMap(([kind, given]) => [
    { key: `own ${kind}`, ...divided(given(own.parts), own) },
    { key: `other ${kind}`, ...divided(given(other.parts), own) },
  ]);
  // Heads differ in length, and all bodies have to end at the same token within the context.
  const room = context + 1 - Math.max(...texts.map(({ start }) => start));
  const row = { title: own.parts.title };
  for (const { key, ids, start } of texts) {
    const end = Math.min(ids.length, start + room);
    row.bytes = ids.slice(start, end).reduce((sum, id) => sum + tokenizer.bytesOf(id).length, 0);
    row[key] = (await loss.sumOf(batchOf(ids, start, end))) / Math.LN2 / row.bytes;
  }
  return row;
}

/** The tokens of a document with this subject, and the index of the first one of its body. */
function divided(subject, { parts: { date }, body }) {
  const lines = [...source.givenLines({ ...source.NO_PARTS, ...subject }), ...(date === null ? [] : [`date: ${date}`])];
  const head = source.escapeEndMark(`---\n${lines.join('\n')}\n---\n\n`);
  const begin = tokenizer.beginMark === null ? [] : [tokenizer.beginMark];
  const ids = [...begin, ...tokenizer.encode(head + body)];
  let start = begin.length;
  for (let bytes = 0; bytes < new TextEncoder().encode(head).length; start++)
    bytes += tokenizer.bytesOf(ids[start]).length;
  return { ids, start };
}

/** A window in which only the tokens from `start` to `end` are predicted. */
function batchOf(ids, start, end) {
  const inputs = new Int32Array(context);
  const targets = new Int32Array(context).fill(source.NO_TARGET);
  for (let t = 0; t < end - 1; t++) inputs[t] = ids[t];
  for (let t = start; t < end; t++) targets[t - 1] = ids[t];
  return { B: 1, T: context, inputs, targets, predictions: end - start };
}

function report() {
  if (options.json) return console.log(JSON.stringify(rows, null, 2));
  const keys = Object.keys(kinds).flatMap((kind) => [`own ${kind}`, `other ${kind}`]);
  for (const row of rows) {
    console.log(`${row.title}: ${keys.map((key) => `${key} ${row[key].toFixed(3)}`).join(', ')} bits per byte`);
  }
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  const mean = (key) => rows.reduce((sum, row) => sum + row[key] * row.bytes, 0) / bytes;
  for (const kind of Object.keys(kinds)) {
    const [own, other] = [mean(`own ${kind}`), mean(`other ${kind}`)];
    const better = rows.filter((row) => row[`own ${kind}`] < row[`other ${kind}`]).length;
    console.log(
      `${kind}: own ${own.toFixed(4)}, another's ${other.toFixed(4)} bits per byte of ${bytes.toLocaleString('en')} bytes; ` +
        `own is ${(100 * (1 - own / other)).toFixed(2)} % better, in ${better} of ${rows.length} posts`,
    );
  }
}
