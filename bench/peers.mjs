// The alternatives that we compare with: which are installed, and how their measuring processes are started.
import { execFile } from 'node:child_process';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exampleText } from './example-text.mjs';
import { writeGguf } from './peers/gguf.mjs';
import { asArguments, ours, script } from './sessions.mjs';
import { loadSources } from './sources.mjs';

const { modelSizes, officialTokenizer, nodeProject } = await loadSources(
  'src/engine/models/architectures.ts',
  'src/pipeline/models/tokenizers.ts',
  'src/node/project/node-project.ts',
);

/**
 * The peers of this run: `pythons` with PyTorch, the first python with tiktoken, the folder with node-llama-cpp; and
 * `missing`, a sentence for each that is not installed.
 */
export async function findPeers({ pythons, llama }) {
  const missing = [];
  const withModule = async (name, remedy) => {
    const found = [];
    for (const python of pythons) if (await canImport(python, name)) found.push(python);
    if (found.length === 0) missing.push(remedy);
    return found;
  };
  const torch = await withModule(
    'torch',
    'PyTorch: not installed (pip install torch, then name its interpreter with --python)',
  );
  const tokens = await withModule(
    'tiktoken',
    'tiktoken: not installed (pip install tiktoken, then name its interpreter with --python)',
  );
  const hasLlama = llama !== null && (await succeeds(access(join(llama, 'node_modules', 'node-llama-cpp'))));
  if (!hasLlama)
    missing.push('llama.cpp: not installed (npm install node-llama-cpp in a folder, then name it with --llama)');
  return { pythons: torch, tiktokenPython: tokens[0] ?? null, llama: hasLlama ? llama : null, missing };
}

/** With our avx2 kernels, PyTorch and its oneDNN are restricted to AVX2 too. */
export function pytorch(python, options, instructionSet) {
  const environment = instructionSet === 'avx2' ? { ATEN_CPU_CAPABILITY: 'avx2', ONEDNN_MAX_CPU_ISA: 'AVX2' } : {};
  const given = [script('peers/pytorch_step.py'), '--serve', ...asArguments(options)];
  return { command: python, arguments: given, environment };
}

/** `text` is a file, or undefined for the example blog. */
export async function tiktoken(python, text) {
  const folder = await temporaryFolder();
  const tokenizer = (await officialTokenizer(nodeProject())).huggingFaceFiles(1024)['tokenizer.json'];
  const files = { 'tokenizer.json': tokenizer, 'text.txt': await exampleText() };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const options = {
    text: text ?? join(folder, 'text.txt'),
    tokenizer: join(folder, 'tokenizer.json'),
  };
  return { command: python, arguments: [script('peers/tiktoken_encode.py'), ...asArguments(options)] };
}

/** Writes the model first if this run has not done so yet. */
export async function llamaCpp(llama, size, weights, options) {
  const model = join(await temporaryFolder(), `${size}-${weights}.gguf`);
  if (!(await succeeds(access(model))))
    await writeGguf(model, modelSizes.get(size).values, await officialTokenizer(nodeProject()), weights);
  return ours('peers/llama-cpp.mjs', { llama, model, ...options });
}

/** Deletes the files of the peers. */
export async function removePeerFiles() {
  if (folderOfRun !== null) await rm(await folderOfRun, { recursive: true });
  folderOfRun = null;
}

let folderOfRun = null;

function temporaryFolder() {
  folderOfRun ??= mkdtemp(join(tmpdir(), 'tpdne-bench-peers-'));
  return folderOfRun;
}

function canImport(python, module) {
  return succeeds(promisify(execFile)(python, ['-c', `import ${module}`]));
}

function succeeds(work) {
  return work.then(
    () => true,
    () => false,
  );
}
