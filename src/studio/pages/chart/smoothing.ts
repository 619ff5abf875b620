/** What the slider of smoothing begins with. */
export const USUAL_SMOOTHING = 0.9;

/**
 * The exponential moving average of values: each weighs `memory` (0 to less than 1) times as much as the next. It is divided by
 * the sum of the weights, so that it does not begin at zero (as in Adam; Kingma and Ba, 2015). With 0 it is the values.
 */
export function smoothed(values: readonly number[], memory: number): number[] {
  const result = new Array<number>(values.length);
  let [sum, weights] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum = sum * memory + values[i];
    weights = weights * memory + 1;
    result[i] = sum / weights;
  }
  return result;
}
