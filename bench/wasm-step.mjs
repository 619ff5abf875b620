import { parseArgs } from 'node:util';
import { openTrainingStep } from './training-step.mjs';

const { values: o } = parseArgs({
  options: {
    size: { type: 'string', default: '124M' },
    length: { type: 'string', default: '256' },
    lora: { type: 'string' },
    threads: { type: 'string', default: '1' },
    steps: { type: 'string', default: '3' },
    frozen: { type: 'string', default: 'bfloat16' },
    ways: { type: 'string' },
  },
});
const ways = o.ways.split(',');
const opened = [];
for (const way of ways) {
  const how = way.endsWith('.wasm') ? { wasm: way } : { instructionSet: way };
  const t = await openTrainingStep({
    size: o.size,
    lora: o.lora && Number(o.lora),
    frozen: o.frozen,
    batch: 1,
    length: Number(o.length),
    mode: 'train',
    threads: Number(o.threads),
    precision: 'float32',
    ...how,
  });
  opened.push({ way, t, cpu: [], wall: [] });
}
for (const x of opened) {
  for (let i = 0; i < 2; i++) x.loss = await x.t.step();
}
for (let i = 0; i < Number(o.steps); i++)
  for (const x of opened) {
    const c = process.cpuUsage(),
      w = performance.now();
    x.loss = await x.t.step();
    const d = process.cpuUsage(c);
    x.wall.push((performance.now() - w) / 1000);
    x.cpu.push((d.user + d.system) / 1e6);
  }
const med = (a) => a.slice().sort((p, q) => p - q)[a.length >> 1];
for (const x of opened)
  console.log(
    o.size,
    'T',
    o.length,
    'lora',
    o.lora,
    'threads',
    o.threads,
    x.way.padEnd(24),
    'cpu',
    Math.min(...x.cpu).toFixed(3),
    'med',
    med(x.cpu).toFixed(3),
    'wall min',
    Math.min(...x.wall).toFixed(3),
    'GF/s(cpu)',
    (x.t.flop / Math.min(...x.cpu) / 1e9).toFixed(1),
    'loss',
    x.loss.toFixed(5),
    x.t.description,
  );
process.exit(0);
