// Each kernel of a training step of GPT-2 124M (batch 1, window 1024): milliseconds, GFLOP/s and its share of the
// multiply-adds that this machine can do, GB/s and the share of its memory bandwidth where memory is the limit.
//
//   node bench/kernels.mjs [--threads 2] [--instruction-set avx2] [--precision bfloat16] [--repeats 7] [--only linear]
//                          [--clock processor]
//
// --clock processor with --threads 1 counts the time a core worked for us: usable on a machine that others use too.
import { parseArgs } from 'node:util';
import { loadSources } from './sources.mjs';

const { values: options } = parseArgs({
  options: {
    threads: { type: 'string' },
    'instruction-set': { type: 'string' },
    precision: { type: 'string', default: 'float32' },
    repeats: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    clock: { type: 'string', default: 'wall' },
  },
});
const repeats = Number(options.repeats);
const milliseconds = {
  wall: () => performance.now(),
  processor: () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
}[options.clock];

const [B, T, C, NH, L, V] = [1, 1024, 768, 12, 12, 50257];
const N = B * T;
const HS = C / NH;
const parameters = 124_439_808;

const { openNativeDevice, measureLimits } = await loadSources(
  'src/node/native-device/native-device.ts',
  'src/node/native-device/measure-limits.ts',
);
const settings = {
  threads: options.threads && Number(options.threads),
  instructionSet: options['instruction-set'],
  precision: options.precision,
};
const limits = measureLimits(settings);
const device = openNativeDevice(settings);
console.log(
  `${device.description}; at best ${(limits.floatingPointOperationsPerSecond / 1e9).toFixed(0)} GFLOP/s and ` +
    `${(limits.bytesReadPerSecond / 1e9).toFixed(1)} GB/s read\n`,
);

const tensors = new Map();

/** A tensor of small varied numbers, made once for each name. */
function tensor(name, ...shape) {
  const key = `${name} ${shape}`;
  if (!tensors.has(key)) {
    const made = device.allocate(shape);
    device.write(
      made,
      Float32Array.from({ length: made.elements }, (_, i) => ((i * 7919) % 1009) / 5045 - 0.1),
    );
    tensors.set(key, made);
  }
  return tensors.get(key);
}

function integers(name, from, ...shape) {
  const key = `${name} ${shape}`;
  if (!tensors.has(key)) {
    const made = device.allocate(shape, 'int32');
    device.write(
      made,
      Int32Array.from({ length: made.elements }, (_, i) => from(i)),
    );
    tensors.set(key, made);
  }
  return tensors.get(key);
}

const linears = [
  ['qkv', C, 3 * C],
  ['projection', C, C],
  ['fc', C, 4 * C],
  ['fc projection', 4 * C, C],
];
const optimizer = { learning_rate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 3, gradientScale: 1 };

/** Name, times a step, FLOP, bytes of memory traffic (0: does not matter), and the call. */
const rows = [
  ...linears.flatMap(([name, from, to]) => {
    const flop = 2 * N * from * to;
    const [x, weight, dOut] = [tensor('x', N, from), tensor('weight', from, to), tensor('dOut', N, to)];
    const none = { dX: null, dWeight: null, dBias: null };
    return [
      [
        `linear ${name}`,
        L,
        flop,
        0,
        () => {
          device.linear({ x, weight, bias: tensor('bias', to), residual: null, out: tensor('out', N, to) });
        },
      ],
      [
        `linear ${name} dX`,
        L,
        flop,
        0,
        () => {
          device.linearBackward({ ...none, dOut, x, weight, dX: tensor('dX', N, from) });
        },
      ],
      [
        `linear ${name} dWeight`,
        L,
        flop,
        0,
        () => {
          device.linearBackward({ ...none, dOut, x, weight, dWeight: tensor('dWeight', from, to) });
        },
      ],
      [
        `linear ${name} dBias`,
        L,
        0,
        4 * N * to,
        () => {
          device.linearBackward({ ...none, dOut, x, weight, dBias: tensor('bias', to) });
        },
      ],
    ];
  }),
  [
    'attention',
    L,
    2 * 2 * NH * HS * T * (T / 2) * B,
    0,
    () => {
      device.attention({
        qkv: tensor('x', B, T, 3 * C),
        out: tensor('out', B, T, C),
        logSumExp: tensor('lse', B, NH, T),
      });
    },
  ],
  [
    'attentionBackward',
    L,
    2 * 5 * NH * HS * T * (T / 2) * B,
    0,
    () => {
      device.attentionBackward({
        dOut: tensor('dOut', B, T, C),
        qkv: tensor('x', B, T, 3 * C),
        out: tensor('out', B, T, C),
        logSumExp: tensor('lse', B, NH, T),
        dQkv: tensor('dX', B, T, 3 * C),
      });
    },
  ],
  [
    'classifier',
    1,
    3 * 2 * N * C * V,
    0,
    () => {
      device.classifier({
        x: tensor('x', N, C),
        wte: tensor('wte', V, C),
        targets: integers('targets', (i) => (i * 48) % V, N),
        losses: tensor('losses', N),
        dX: tensor('dX', N, C),
        dWte: tensor('dWte', V, C),
        lossScale: 1 / N,
      });
    },
  ],
  [
    'layerNorm',
    2 * L + 1,
    0,
    8 * N * C,
    () => {
      device.layerNorm({
        x: tensor('x', N, C),
        weight: tensor('weight', C),
        bias: tensor('bias', C),
        out: tensor('out', N, C),
        mean: tensor('mean', N),
        rstd: tensor('rstd', N),
        epsilon: 1e-5,
      });
    },
  ],
  [
    'layerNormBackward',
    2 * L + 1,
    0,
    16 * N * C,
    () => {
      device.layerNormBackward({
        dOut: tensor('dOut', N, C),
        x: tensor('x', N, C),
        weight: tensor('weight', C),
        mean: tensor('mean', N),
        rstd: tensor('rstd', N),
        dX: tensor('dX', N, C),
        dWeight: tensor('dWeight', C),
        dBias: tensor('bias', C),
      });
    },
  ],
  ['gelu', L, 0, 8 * N * 4 * C, () => device.gelu({ x: tensor('x', N, 4 * C), out: tensor('out', N, 4 * C) })],
  [
    'geluBackward',
    L,
    0,
    12 * N * 4 * C,
    () => {
      device.geluBackward({ dOut: tensor('dOut', N, 4 * C), x: tensor('x', N, 4 * C), dX: tensor('dOut', N, 4 * C) });
    },
  ],
  ['fill (all gradients)', 1, 0, 4 * parameters, () => device.fill({ out: tensor('gradient', parameters), value: 0 })],
  [
    'sumOfSquares (all)',
    1,
    0,
    4 * parameters,
    () => {
      device.sumOfSquares({ x: tensor('gradient', parameters), out: tensor('sum', 1) });
    },
  ],
  [
    'adamw (all)',
    1,
    0,
    28 * parameters,
    () => {
      device.adamw({
        parameter: tensor('parameter', parameters),
        gradient: tensor('gradient', parameters),
        m: tensor('m', parameters),
        v: tensor('v', parameters),
        ...optimizer,
        weight_decay: 0.01,
      });
    },
  ],
  ...[1, 8].flatMap((texts) => [
    ...linears.map(([name, from, to]) => [
      `decode ${texts}: linear ${name}`,
      0,
      0,
      4 * from * to,
      () => {
        device.linear({
          x: tensor('x', texts, from),
          weight: nextWeight(from, to),
          bias: tensor('bias', to),
          residual: null,
          out: tensor('out', texts, to),
        });
      },
    ]),
    [
      `decode ${texts}: logits`,
      0,
      0,
      4 * V * C,
      () => {
        device.logits({ x: tensor('x', texts, C), wte: tensor('wte', V, C), out: tensor('logits', texts, V) });
      },
    ],
    [
      `decode ${texts}: attentionCached at 512`,
      0,
      0,
      8 * 512 * C * texts,
      () => {
        device.attentionCached({
          qkv: tensor('qkv', texts, 1, 3 * C),
          positions: integers('positions', () => 511, texts),
          keys: tensor('keys', texts, NH, 1024, HS),
          values: tensor('values', texts, NH, 1024, HS),
          out: tensor('out', texts, 1, C),
        });
      },
    ],
  ]),
];

/** Weights of twelve blocks in turn, so that each comes from memory as in real decoding. */
let turn = 0;
function nextWeight(from, to) {
  turn = (turn + 1) % L;
  return tensor(`weight ${turn}`, from, to);
}

let step = 0;
for (const [name, times, flop, bytes, call] of rows.filter(([name]) => name.includes(options.only))) {
  for (let i = 0; i < 2; i++) call();
  await device.finish();
  const calls = flop > 1e10 || bytes > 1e8 ? 1 : L;
  const seconds = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = milliseconds();
    for (let i = 0; i < calls; i++) call();
    await device.finish();
    seconds.push((milliseconds() - start) / 1000 / calls);
  }
  const median = seconds.sort((a, b) => a - b)[repeats >> 1];
  step += median * times;
  const rate = flop
    ? `${(flop / median / 1e9).toFixed(0).padStart(5)} GFLOP/s ${percent(flop / median, limits.floatingPointOperationsPerSecond)}`
    : `${(bytes / median / 1e9).toFixed(1).padStart(5)} GB/s    ${percent(bytes / median, limits.bytesReadPerSecond)}`;
  console.log(`${name.padEnd(34)} ${(median * 1000).toFixed(2).padStart(9)} ms  ${rate}  x ${times}`);
}
console.log(`\nthe kernels of a step: ${step.toFixed(2)} s`);
for (const made of tensors.values()) device.free(made);
await device.close();

function percent(rate, limit) {
  return `${((100 * rate) / limit).toFixed(0).padStart(3)} %`;
}
