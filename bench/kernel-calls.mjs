// The kernels of a training step and of decoding at the shapes of GPT-2 124M, as calls that can be timed.

const [B, T, C, NH, L, V] = [1, 1024, 768, 12, 12, 50257];
const N = B * T;
const HS = C / NH;
const scale = 1 / Math.sqrt(HS);
const PARAMETERS = 124_439_808;

const LINEARS = [
  ['qkv', C, 3 * C],
  ['projection', C, C],
  ['fc', C, 4 * C],
  ['fc projection', 4 * C, C],
];
const OPTIMIZER = { learning_rate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 3, gradientScale: 1 };

/**
 * Each kernel: its name, how often a training step calls it, FLOP, bytes of memory traffic (0: does not matter), and
 * the call. `free` frees all tensors.
 */
export function kernelCalls(device) {
  const { tensor, integers, cache, free } = tensorStore(device);

  /** The weights of twelve blocks in turn, so that they come from memory and not from a cache, as in real decoding. */
  let turn = 0;
  function nextWeight(from, to) {
    turn = (turn + 1) % L;
    return tensor(`weight ${turn}`, from, to);
  }

  const calls = [
    ...LINEARS.flatMap(([name, from, to]) => {
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
          scale,
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
          scale,
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
          head: tensor('head', V, C),
          targets: integers('targets', (i) => (i * 48) % V, N),
          losses: tensor('losses', N),
          dX: tensor('dX', N, C),
          dHead: tensor('dHead', V, C),
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
    [
      'fill (all gradients)',
      1,
      0,
      4 * PARAMETERS,
      () => device.fill({ out: tensor('gradient', PARAMETERS), value: 0 }),
    ],
    [
      'sumOfSquares (all)',
      1,
      0,
      4 * PARAMETERS,
      () => {
        device.sumOfSquares({ x: tensor('gradient', PARAMETERS), out: tensor('sum', 1) });
      },
    ],
    [
      'adamw (all)',
      1,
      0,
      28 * PARAMETERS,
      () => {
        device.adamw({
          parameter: tensor('parameter', PARAMETERS),
          gradient: tensor('gradient', PARAMETERS),
          m: tensor('m', PARAMETERS),
          v: tensor('v', PARAMETERS),
          ...OPTIMIZER,
          weight_decay: 0.01,
        });
      },
    ],
    ...[1, 8].flatMap((texts) => [
      ...LINEARS.map(([name, from, to]) => [
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
          device.logits({ x: tensor('x', texts, C), head: tensor('head', V, C), out: tensor('logits', texts, V) });
        },
      ],
      [
        `decode ${texts}: attentionCached at 512`,
        0,
        0,
        4 * 512 * C * texts,
        () => {
          device.attentionCached({
            qkv: tensor('qkv', texts, 1, 3 * C),
            positions: integers('positions', () => 511, texts),
            keys: cache('keys', texts, NH, 1024, HS),
            values: cache('values', texts, NH, 1024, HS),
            out: tensor('out', texts, 1, C),
            scale,
          });
        },
      ],
    ]),
  ];

  return { calls: calls.map(([name, times, flop, bytes, call]) => ({ name, times, flop, bytes, call })), free };
}

/** Tensors with small varied numbers, each created once per name and shape. */
function tensorStore(device) {
  const tensors = new Map();
  const once = (name, shape, type, values) => {
    const key = `${name} ${shape}`;
    if (!tensors.has(key)) {
      const made = device.allocate(shape, type);
      if (values) device.write(made, values(made.elements));
      tensors.set(key, made);
    }
    return tensors.get(key);
  };
  return {
    tensor: (name, ...shape) => once(name, shape, 'float32', smallNumbers),
    integers: (name, from, ...shape) =>
      once(name, shape, 'int32', (length) => Int32Array.from({ length }, (_, i) => from(i))),
    /** A cache of keys or values, all zero: only kernels can fill it. */
    cache: (name, ...shape) => once(name, shape, 'cache16', null),
    free() {
      for (const made of tensors.values()) device.free(made);
    },
  };
}

/** A loop, because `from` would take half a minute for all parameters. */
function smallNumbers(length) {
  const numbers = new Float32Array(length);
  for (let i = 0; i < length; i++) numbers[i] = ((i * 7919) % 1009) / 5045 - 0.1;
  return numbers;
}
