import type { TrainableModel } from '../language-model.ts';
import type { AdapterSet } from './adapter-set.ts';

/**
 * Adds the adapters to the weights that they are beside: W += alpha / rank · (B · A)ᵀ for each part, with W (in, out), summed in
 * float64 and rounded to float32 once.
 */
export async function mergeAdapters({ device, parameters }: TrainableModel, adapters: AdapterSet): Promise<void> {
  const { rank: R, alpha } = adapters.settings;
  const scale = alpha / R;
  for (const { name, inputs: C, parts } of adapters.layers) {
    const { names } = adapters.find(name)!;
    const weight = parameters.get(`${name}.weight`);
    const [w, a, b] = [
      await device.read(weight),
      await adapters.parameters.read(names.a),
      await adapters.parameters.read(names.b),
    ];
    const OC = w.length / C;
    let first = 0;
    for (const [m, { outputs }] of parts.entries()) {
      for (let c = 0; c < C; c++) {
        for (let o = first; o < first + outputs; o++) {
          let sum = 0;
          for (let r = 0; r < R; r++) sum += b[o * R + r] * a[(m * R + r) * C + c];
          w[c * OC + o] += scale * sum;
        }
      }
      first += outputs;
    }
    device.write(weight, w);
  }
}
