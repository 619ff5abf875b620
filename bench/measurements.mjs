// Everything that `npm run bench` measures, in the order of the table. Each measurement names the groups of its rows,
// estimates its seconds on two cores, and returns its rows.
import { decodeMeasurements } from './measure/decode-rows.mjs';
import { kernelMeasurements } from './measure/kernel-rows.mjs';
import { stepMeasurements } from './measure/step-rows.mjs';
import { surroundingMeasurements } from './measure/surrounding-rows.mjs';

/** `context` is described in run.mjs; its `groups` are the requested ones. */
export function measurements(context) {
  return [
    ...stepMeasurements(context),
    ...kernelMeasurements(context),
    ...decodeMeasurements(context),
    ...surroundingMeasurements(context),
  ].filter(({ groups }) => groups.some((group) => context.groups.includes(group)));
}
