import * as formulas from '../formulas.ts';
import type { Proofs, Scalars, Values } from '../proof.ts';
import { elementwise } from './sizes.ts';

const optimizerScalars = { learning_rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const optimizerSteps = [
  { ...optimizerScalars, step: 1, gradientScale: 1 },
  { ...optimizerScalars, step: 1000, gradientScale: 0.125, epsilon: 1e-3 },
];

/** Proofs of optimizers. */
export const optimizerProofs = {
  adam: {
    ...elementwise,
    scalars: optimizerSteps,
    prepare: squareSecondMoments,
    expected: (values, _, scalars) => {
      const { m, v } = moments(values, scalars);
      const { learning_rate, beta1, beta2, epsilon, step } = scalars;
      const rate = (learning_rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
      return { m, v, parameter: values.parameter.map((p, i) => p - (rate * m[i]) / (Math.sqrt(v[i]) + epsilon)) };
    },
  },
  adamw: {
    ...elementwise,
    scalars: [
      { ...optimizerSteps[0], weight_decay: 0 },
      { ...optimizerSteps[1], weight_decay: 0.1 },
    ],
    prepare: squareSecondMoments,
    expected: (values, _, scalars) => {
      const { m, v } = moments(values, scalars);
      const { learning_rate, beta1, beta2, epsilon, step, weight_decay } = scalars;
      const parameter = values.parameter.map((p, i) => {
        const mHat = m[i] / (1 - beta1 ** step);
        const vHat = v[i] / (1 - beta2 ** step);
        return p * (1 - learning_rate * weight_decay) - (learning_rate * mHat) / (Math.sqrt(vHat) + epsilon);
      });
      return { m, v, parameter };
    },
  },
  muon: {
    shapes: [
      { C: 1, OC: 3 },
      { C: 3, OC: 3 },
      { C: 3, OC: 51 },
      { C: 17, OC: 9 },
      { C: 35, OC: 18 },
    ],
    largerShapes: [
      { C: 65, OC: 387 },
      { C: 129, OC: 66 },
      { C: 192, OC: 576 },
      { C: 260, OC: 99 },
    ],
    scalars: [
      { learning_rate: 0.1, momentum: 0.95, gradientScale: 1, weight_decay: 0, parts: 1 },
      { learning_rate: 0.1, momentum: 0.9, gradientScale: 0.125, weight_decay: 0.1, parts: 3 },
    ],
    expected: ({ parameter, gradient, m }, { C, OC }, scalars) => {
      const { learning_rate, momentum, gradientScale, weight_decay, parts } = scalars;
      const g = gradient.map((value) => (1 - momentum) * gradientScale * value);
      const mean = m.map((value, i) => momentum * value + g[i]);
      const update = mean.map((value, i) => momentum * value + g[i]);
      const columns = OC / parts;
      const moved = parameter.map((value) => value * (1 - learning_rate * weight_decay));
      for (let part = 0; part < parts; part++) {
        const own = Array.from({ length: C * columns }, (_, i) => {
          return Math.floor(i / columns) * OC + part * columns + (i % columns);
        });
        const orthogonal = formulas.orthogonalised(
          Float64Array.from(own, (i) => update[i]),
          C,
          columns,
        );
        own.forEach((at, i) => {
          moved[at] -= learning_rate * 0.2 * Math.sqrt(Math.max(C, columns)) * orthogonal[i];
        });
      }
      return { m: mean, parameter: moved };
    },
  },
  sgd: {
    ...elementwise,
    scalars: [{ learning_rate: 0.1, gradientScale: 0.5 }],
    expected: ({ parameter, gradient }, _, { learning_rate, gradientScale }) => ({
      parameter: parameter.map((p, i) => p - learning_rate * gradientScale * gradient[i]),
    }),
  },
} satisfies Proofs;

function squareSecondMoments(values: Values): void {
  values.v = values.v.map((v) => Math.fround(v * v));
}

function moments({ gradient, m, v }: Values, { beta1, beta2, gradientScale }: Scalars): Values {
  return {
    m: m.map((old, i) => beta1 * old + (1 - beta1) * gradientScale * gradient[i]),
    v: v.map((old, i) => beta2 * old + (1 - beta2) * (gradientScale * gradient[i]) ** 2),
  };
}
