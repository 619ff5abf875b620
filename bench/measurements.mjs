// All that `npm run bench` measures, in the table's order. Each measurement names the groups that it has rows in, says
// about how many seconds it takes on two cores, and gives its rows.
import { decodeMeasurements } from './measure/decode-rows.mjs';
import { kernelMeasurements } from './measure/kernel-rows.mjs';
import { stepMeasurements } from './measure/step-rows.mjs';
import { surroundingMeasurements } from './measure/surrounding-rows.mjs';

/** `context` is described in run.mjs; its `groups` are those that are asked for. */
export function measurements(context) {
  return [
    ...stepMeasurements(context),
    ...kernelMeasurements(context),
    ...decodeMeasurements(context),
    ...surroundingMeasurements(context),
  ].filter(({ groups }) => groups.some((group) => context.groups.includes(group)));
}
