import { group, inSection } from './settings-table.ts';

/** What a training records step by step, besides checkpoints and its history. */
export const recordSettings = group(
  'Records',
  inSection('training', {
    log: {
      type: 'path',
      default: null,
      absent: 'none',
      help: 'File for a line per step and validation: CSV if its name ends in .csv, else JSON. A resumed training adds to it.',
    },
    tensorboard: {
      type: 'path',
      default: null,
      absent: 'none',
      help: 'Folder for TensorBoard: losses, learning rate, speed and samples, in a subfolder with the name of the run.',
    },
  }),
);
