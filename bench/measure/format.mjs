// Reads or writes a model once, in a separate process: formats.mjs starts it and reads a line of JSON.
//
//   node bench/measure/format.mjs make|write|read '{"path": …}'
import { writeRandomModel } from '../random-model.mjs';
import { loadSources } from '../sources.mjs';

const engine = await loadSources(
  'src/engine/device/reference/reference-device.ts',
  'src/engine/models/parameters.ts',
  'src/pipeline/models/load-model.ts',
  'src/pipeline/export/export-formats.ts',
  'src/node/project/node-project.ts',
);
const project = engine.nodeProject();

const [what, given] = [process.argv[2], JSON.parse(process.argv[3])];
const device = engine.openReferenceDevice();
if (what === 'make') {
  await writeRandomModel(given.path, given.size);
  console.log('{}');
} else if (what === 'read')
  console.log(JSON.stringify(await timed(() => engine.loadModel(project, device, given.path))));
else {
  const { model, ...description } = await engine.loadModel(project, device, given.path);
  const story = { step: null, base: null, trainingTokens: null };
  const content = { ...description, name: 'bench', parameters: model.parameters, story };
  const work = async () => {
    await engine.exportFormats[given.format].write(project.files, given.out, content, 'float32', { modelfile: false });
    return { model };
  };
  console.log(JSON.stringify(await timed(work)));
}

async function timed(work) {
  const begin = performance.now();
  const cpu = process.cpuUsage();
  const { model } = await work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: (performance.now() - begin) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakBytes: 1024 * process.resourceUsage().maxRSS,
    parameterBytes: engine.parameterSetBytes(model.parameters.table),
  };
}
