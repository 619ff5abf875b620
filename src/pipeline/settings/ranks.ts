import { OUTER_LEARNING_RATE, OUTER_MOMENTUM } from '../../engine/training/outer-step.ts';
import { hostsSetting } from './hosts.ts';
import { group } from './settings-table.ts';

/** How several machines train together. */
export const rankSettings = group('Several machines', {
  ...hostsSetting('Train'),
  wire: {
    type: 'choice',
    choices: ['float32', 'bfloat16'],
    default: 'float32',
    help: 'How gradients travel between processes that mpirun started: bfloat16 halves the bytes, and rounds.',
  },
  sync_every: {
    type: 'integer',
    unit: 'steps',
    min: 1,
    default: 1,
    help: 'Steps that each process takes by itself before they average (DiLoCo), for slow networks; 1: every step is one of all.',
  },
  outer_learning_rate: {
    type: 'number',
    above: 0,
    default: null,
    absent: `${OUTER_LEARNING_RATE}`,
    help: 'How far an average moves the weights (sync_every above 1 only).',
  },
  outer_momentum: {
    type: 'number',
    min: 0,
    below: 1,
    default: null,
    absent: `${OUTER_MOMENTUM}`,
    help: 'Share of the last average’s direction that is kept (sync_every above 1 only).',
  },
});
