// Reading and writing a model with the shape of 124M in every format: seconds, and memory in addition to the parameters.
//
//   node bench/formats.mjs [--size 124M] [--python PYTHON] [--formats huggingface,gguf] [--folder FOLDER]
//
// Each measurement is a separate process that writes a model read from safetensors, or reads it back. PYTHON must have
// safetensors and NumPy; load_file and save_file are then measured with the same file. FOLDER, a temporary folder by
// default, needs space for the model in all formats.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '124M' },
    python: { type: 'string' },
    formats: { type: 'string', default: 'huggingface,onnx,gguf,tensorflow,llm.c' },
    folder: { type: 'string' },
  },
});
const worker = fileURLToPath(new URL('measure/format.mjs', import.meta.url));
const root = options.folder ?? (await mkdtemp(join(tmpdir(), 'tpdne-bench-formats-')));
const pathIn = (format) => join(root, { gguf: 'model.gguf', 'llm.c': 'model.bin' }[format] ?? format);

const python = `
import resource, sys, time
from safetensors.numpy import load_file, save_file
path, copy = sys.argv[1:]
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
cpu = lambda: sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
def told(what, work):
    wall, busy = time.perf_counter(), cpu()
    result = work()
    print('%s %f %f %d' % (what, time.perf_counter() - wall, cpu() - busy, peak()), flush=True)
    return result
tensors = told('read', lambda: load_file(path))
told('write', lambda: save_file(tensors, copy))
`;

try {
  await mkdir(root, { recursive: true });
  const base = join(root, 'base');
  await measure('make', { path: base, size: options.size });
  console.log('format         what   seconds  of CPU   peak MB   above the parameters');
  for (const format of options.formats.split(',')) {
    show(format, 'write', await measure('write', { path: base, out: pathIn(format), format }));
    show(format, 'read', await measure('read', { path: pathIn(format) }));
    await rm(pathIn(format), { recursive: true });
  }
  if (options.python !== undefined) {
    const given = ['-c', python, join(base, 'model.safetensors'), join(root, 'copy.safetensors')];
    const { stdout } = await promisify(execFile)(options.python, given);
    for (const line of stdout.trim().split('\n')) {
      const [what, ...figures] = line.split(' ');
      const [seconds, cpuSeconds, peakBytes] = figures.map(Number);
      show('safetensors, Python', what, { seconds, cpuSeconds, peakBytes, parameterBytes: null });
    }
  }
} finally {
  if (options.folder === undefined) await rm(root, { recursive: true });
}

async function measure(what, given) {
  const { stdout } = await promisify(execFile)(process.execPath, [worker, what, JSON.stringify(given)]);
  return JSON.parse(stdout);
}

function show(format, what, { seconds, cpuSeconds, peakBytes, parameterBytes }) {
  const megabytes = (bytes) => (bytes / 1e6).toFixed(0).padStart(8);
  const aboveParameters = parameterBytes === null ? '' : megabytes(peakBytes - parameterBytes);
  const times = [seconds, cpuSeconds].map((time) => time.toFixed(2).padStart(8)).join('');
  console.log(`${format.padEnd(15)}${what.padEnd(6)}${times}  ${megabytes(peakBytes)}  ${aboveParameters}`);
}
