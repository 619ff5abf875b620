// The machine that is measured, and its limits.
import { readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { median } from './rows.mjs';
import { loadSources } from './sources.mjs';

const { measureLimits, nativeDeviceStatus } = await loadSources(
  'src/node/native-device/native-device.ts',
  'src/node/native-device/measure-limits.ts',
);

/** A line with processor, cores, memory, Node and the kernels' compiler. Throws if the kernels are not compiled. */
export async function describeMachine(threads) {
  const status = nativeDeviceStatus();
  if (!status.available) throw new Error(`Nothing can be measured: ${status.reason}`);
  const current = JSON.parse(await readFile(new URL('../native/build/current.json', import.meta.url), 'utf8'));
  const family = await readFile('/proc/cpuinfo', 'utf8').then(
    (text) => text.match(/^cpu family\s*: (\d+)[\s\S]*?^model\s*: (\d+)/m)?.slice(1),
    () => undefined,
  );
  const model = cpus()[0].model + (family === undefined ? '' : ` (family ${family[0]}, model ${family[1]})`);
  return {
    processor: model,
    cores: `${threads ?? status.physicalCores} of ${status.physicalCores} cores`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    node: `Node ${process.versions.node}`,
    compiler: current.compiler,
    instructionSets: status.instructionSets.join(', '),
    bfloat16: status.bfloat16,
  };
}

/**
 * The result of `work`, with the machine's limits around it: the median of one measurement before and one after, because
 * the speed of a shared machine varies.
 */
export async function withLimits(settings, work) {
  const before = measureLimits(settings);
  const result = await work();
  const after = measureLimits(settings);
  const between = (name) => median([before[name], after[name]]);
  return {
    result,
    operations: between('floatingPointOperationsPerSecond'),
    bytes: between('bytesReadPerSecond'),
  };
}

/** The peak rates of both precisions and of the memory, from several measurements each. */
export function measurePeaks(threads, bfloat16, repeats = 3) {
  const measure = (precision) => Array.from({ length: repeats }, () => measureLimits({ threads, precision }));
  const float32 = measure('float32');
  return {
    float32: float32.map(({ floatingPointOperationsPerSecond }) => floatingPointOperationsPerSecond / 1e9),
    bfloat16: bfloat16
      ? measure('bfloat16').map(({ floatingPointOperationsPerSecond }) => floatingPointOperationsPerSecond / 1e9)
      : null,
    read: float32.map(({ bytesReadPerSecond }) => bytesReadPerSecond / 1e9),
  };
}
