// Encoding a text: megabytes of UTF-8 per second, with a new tokenizer.
//
//   node bench/tokenizer.mjs [--text FILE] [--rounds 9] [--model FOLDER|FILE.gguf] [--python PYTHON] [--check]
//
// --model      the model whose tokenizer it is; without it, GPT-2's
// --text       without it, the example blog
// --python     an interpreter with tokenizers and tiktoken, which then take turns with ours, each on one thread
// --check      instead compares all tokens with those of tokenizers, also after a round trip through each kind of file
//
// --serve answers run.mjs, one round at a time.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exampleText } from './example-text.mjs';
import { median } from './rows.mjs';
import { serve } from './serve.mjs';
import { asArguments, inTurns, ours, script } from './sessions.mjs';
import { loadSources } from './sources.mjs';

const { values: options } = parseArgs({
  options: {
    text: { type: 'string' },
    model: { type: 'string' },
    python: { type: 'string' },
    check: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '9' },
    serve: { type: 'boolean', default: false },
  },
});
const { folderTokenizer, officialTokenizer, nodeProject, openGguf, ggufTokenizer, FileSource, BpeTokenizer } =
  await loadSources(
    'src/engine/tokens/bpe/bpe-tokenizer.ts',
    'src/pipeline/models/tokenizers.ts',
    'src/node/project/node-project.ts',
    'src/engine/checkpoint/formats/gguf/gguf.ts',
    'src/engine/checkpoint/formats/gguf/gguf-model.ts',
    'src/node/files/file-source.ts',
  );
const text = options.text === undefined ? await exampleText() : await readFile(options.text, 'utf8');
const bytes = Buffer.byteLength(text);

if (options.serve) await serve({ bytes }, encode);
else if (options.python === undefined) await print(Number(options.rounds));
else await withFolder(options.check ? check : compare);

/** A new tokenizer each time, because a tokenizer caches words. */
async function encode() {
  const tokenizer = await open(options.model);
  const start = performance.now();
  const startOfProcess = process.cpuUsage();
  const tokens = tokenizer.encode(text).length;
  const { user, system } = process.cpuUsage(startOfProcess);
  return { seconds: (performance.now() - start) / 1000, processorSeconds: (user + system) / 1e6, tokens };
}

async function open(model) {
  const project = nodeProject();
  if (model === undefined) return officialTokenizer(project);
  if (!model.endsWith('.gguf')) return folderTokenizer(project.files, model);
  const file = await FileSource.open(model);
  try {
    return ggufTokenizer(await openGguf(file), Number.POSITIVE_INFINITY);
  } finally {
    await file.close();
  }
}

async function print(rounds) {
  await encode();
  const all = [];
  for (let round = 0; round < rounds; round++) all.push(await encode());
  show('tpdne', all);
}

function show(name, rounds) {
  const rates = (key) => rounds.map((round) => bytes / round[key] / 1e6);
  const [wall, processor] = [rates('seconds'), rates('processorSeconds')];
  console.log(
    `${name}: ${(bytes / 1e6).toFixed(2)} MB, ${rounds[0].tokens} tokens: ${median(wall).toFixed(1)} MB/s ` +
      `(${Math.min(...wall).toFixed(1)} to ${Math.max(...wall).toFixed(1)}); ` +
      `per second of processor time ${median(processor).toFixed(1)} MB`,
  );
}

/** With a folder for the files that the peers read. */
async function withFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'tpdne-tokenizer-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function compare(folder) {
  const { model } = options;
  const tokenizer = await open(model);
  const files = await writeFiles(join(folder, 'hf'), tokenizer.huggingFaceFiles(1024));
  const source = join(folder, 'text.txt');
  await writeFile(source, text);
  const first = ours('tokenizer.mjs', { serve: true, text: source, model });
  const limits = { pairs: Number(options.rounds), seconds: 600 };
  // tiktoken has no vocabularies but byte-level ones.
  for (const peer of tokenizer instanceof BpeTokenizer ? ['tokenizers', 'tiktoken'] : ['tokenizers']) {
    const given = asArguments({ tokenizer: join(files, 'tokenizer.json'), text: source });
    const second = { command: options.python, arguments: [script(`peers/${peer}_encode.py`), ...given] };
    const { hellos, rounds } = await inTurns(first, second, limits);
    show(
      'tpdne',
      rounds.map(([round]) => round),
    );
    show(
      hellos[1].peer,
      rounds.map(([, round]) => round),
    );
  }
}

async function check(folder) {
  const tokenizer = await open(options.model);
  const hf = await writeFiles(join(folder, 'hf'), tokenizer.huggingFaceFiles(1024));
  const checkpoint = await writeFiles(join(folder, 'checkpoint'), tokenizer.files());
  await writeFile(join(folder, 'text.txt'), text);
  const paths = {
    tokenizer: join(hf, 'tokenizer.json'),
    text: join(folder, 'text.txt'),
    tokens: join(folder, 'tokens'),
  };
  execFileSync(options.python, [script('peers/tokenizers_encode.py'), ...asArguments(paths)]);
  const content = await readFile(paths.tokens);
  const expected = new Uint32Array(content.buffer.slice(content.byteOffset, content.byteOffset + content.length));
  for (const [name, one] of [
    ['as given', tokenizer],
    ['from Hugging Face files', await open(hf)],
    ['from a checkpoint', await open(checkpoint)],
  ]) {
    const tokens = one.encode(text);
    let differing = Math.abs(tokens.length - expected.length);
    for (let at = 0; at < Math.min(tokens.length, expected.length); at++) if (tokens[at] !== expected[at]) differing++;
    console.log(`${name}: ${tokens.length} tokens, ${differing} other than those of tokenizers`);
    if (differing > 0) process.exitCode = 1;
  }
}

async function writeFiles(folder, files) {
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}
