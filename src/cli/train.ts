import { trainSettings } from '../pipeline/settings/train.ts';
import { train } from '../pipeline/train/train.ts';
import { defineCommand } from './command.ts';
import { trainingScreen } from './training-screen.ts';

export const trainCommand = defineCommand({
  arguments: [],
  settings: trainSettings,
  async run({ settings, screen, project }) {
    const show = trainingScreen(screen);
    for await (const event of train(settings, project)) show(event);
  },
});
