import type { Call } from './kernel.ts';

/** Adam as TensorFlow 1 computes it; parameter, gradient, m, v (E). `step` counts from 1. */
export function adam(call: Call<'adam'>): void {
  const { parameter, gradient, m, v, E, learning_rate, beta1, beta2, epsilon, step, gradientScale } = call;
  const rate = (learning_rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
  for (let i = 0; i < E; i++) {
    const g = gradientScale * gradient[i];
    m[i] = beta1 * m[i] + (1 - beta1) * g;
    v[i] = beta2 * v[i] + (1 - beta2) * g * g;
    parameter[i] -= (rate * m[i]) / (Math.sqrt(v[i]) + epsilon);
  }
}

/** AdamW as PyTorch computes it; parameter, gradient, m, v (E). `step` counts from 1. */
export function adamw(call: Call<'adamw'>): void {
  const { parameter, gradient, m, v, E, learning_rate, beta1, beta2, epsilon, step, gradientScale } = call;
  const kept = 1 - learning_rate * call.weight_decay;
  const correction1 = 1 - beta1 ** step;
  const correction2 = 1 - beta2 ** step;
  for (let i = 0; i < E; i++) {
    const g = gradientScale * gradient[i];
    m[i] = beta1 * m[i] + (1 - beta1) * g;
    v[i] = beta2 * v[i] + (1 - beta2) * g * g;
    const update = m[i] / correction1 / (Math.sqrt(v[i] / correction2) + epsilon);
    parameter[i] = kept * parameter[i] - learning_rate * update;
  }
}

/** parameter (E) −= learning_rate · gradientScale · gradient (E). */
export function sgd({ parameter, gradient, E, learning_rate, gradientScale }: Call<'sgd'>): void {
  for (let i = 0; i < E; i++) parameter[i] -= learning_rate * gradientScale * gradient[i];
}
