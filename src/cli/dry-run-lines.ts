import type { DryRunEvent, StepRate } from '../pipeline/events/training.ts';
import type { NetworkForecast } from '../pipeline/train/network-forecast.ts';
import { byteCount, gigabytes } from '../project/byte-count.ts';
import { duration } from '../project/duration.ts';
import { counted } from './counted.ts';
import { table } from './table.ts';

/** Shows what a training would be, as aligned lines, and its first windows below. */
export function dryRunLines(event: DryRunEvent): string {
  const { model, step, device, precision, dataset, memory, availableBytes, network, windows } = event;
  const heldOut = `${counted(dataset.heldOutPosts, 'post')} (${counted(dataset.validationTokens, 'token')})`;
  const lines = table([
    ['model', step === 0 ? model : `${model}, after ${counted(step, 'step')}`],
    ['device', `${device}, ${precision}`],
    ['dataset', `${counted(dataset.tokens, 'token')} in ${counted(dataset.posts, 'post')}`],
    ['held out', dataset.validationTokens === 0 ? 'nothing' : heldOut],
    ['trained', trainedWords(event)],
    ['steps', stepsWords(event)],
    ['step', stepWords(event)],
    ['learning rate', rateWords(event)],
    [
      'memory',
      `${gigabytes(memory.total)} needed${network === null ? '' : ' by each rank'}, ${gigabytes(availableBytes)} available`,
    ],
    ...(network === null ? [] : [['network', networkWords(network)]]),
    ['time', timeWords(event)],
  ]);
  const texts = windows.map((text, i) => `======== WINDOW ${i + 1} ========\n${text}`);
  return [lines, ...texts, '', 'Nothing was written.'].join('\n');
}

function trainedWords({ parameters, trainedParameters, adapterRank }: DryRunEvent): string {
  const all = counted(parameters, 'parameter');
  if (adapterRank !== null) {
    return `an adapter of rank ${adapterRank} with ${counted(trainedParameters, 'parameter')}, beside ${all} that stay`;
  }
  return trainedParameters === parameters ? `all ${all}` : `${trainedParameters.toLocaleString('en')} of ${all}`;
}

function stepsWords({ step, steps, passes, stepsPerEpoch }: DryRunEvent): string {
  if (steps === null || passes === null) {
    return `until it is stopped; ${counted(Math.ceil(stepsPerEpoch), 'step')} per pass`;
  }
  const left = Math.max(0, steps - step);
  if (left === 0) return `none left: step ${step} of ${steps}`;
  return `${step === 0 ? counted(steps, 'step') : `${left} more, up to step ${steps}`}, ${Number(passes.toPrecision(2))} passes`;
}

function stepWords({ tokensPerStep, batch_size, accumulate_gradients, window, network }: DryRunEvent): string {
  const batches = accumulate_gradients === 1 ? '' : ` × ${counted(accumulate_gradients, 'batch', 'batches')}`;
  const ranks = network === null ? '' : ` × ${counted(network.ranks, 'rank')}`;
  return `${counted(tokensPerStep, 'token')}: ${counted(batch_size, 'window')} of ${window}${batches}${ranks}`;
}

/** Both ways at once; a part of that time is hidden behind the backward pass. */
function networkWords({ bytesPerStep }: NetworkForecast): string {
  const seconds = (bitsPerSecond: number) => `${Number(((8 * bytesPerStep) / bitsPerSecond).toPrecision(2))} s`;
  return `${byteCount(bytesPerStep)} a step from each rank: ${seconds(1e9)} at 1 Gbit/s, ${seconds(1e8)} at 100 Mbit/s`;
}

function rateWords({ rates: { schedule, first, full, last } }: DryRunEvent): string {
  const at = ({ step, learning_rate }: StepRate) => `${shortNumber(learning_rate)} at step ${step}`;
  const isSame = first.step === full.step || first.learning_rate === full.learning_rate;
  const falls = last !== null && last.learning_rate !== full.learning_rate;
  const parts = [at(first), ...(isSame ? [] : [at(full)]), ...(falls ? [at(last)] : [])];
  return parts.length === 1 ? `${schedule}, ${shortNumber(first.learning_rate)}` : `${schedule}, ${parts.join(', ')}`;
}

function timeWords({ measured, minutes }: DryRunEvent): string {
  if (measured === null) return 'none';
  const { seconds, loss } = measured;
  const total = minutes === null ? '' : `${duration(minutes * 60)} without validations and samples; `;
  return `${total}a step took ${seconds.toFixed(2)} s here, with a loss of ${loss.toFixed(2)}`;
}

/** '0.0005', '6.25e-6' */
function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}
