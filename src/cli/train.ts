import { trainSettings } from '../pipeline/settings/train.ts';
import { train } from '../pipeline/train/train.ts';
import { defineCommand } from './command.ts';
import { trainingScreen } from './training-screen.ts';

export const trainCommand = defineCommand({
  arguments: [],
  settings: trainSettings,
  examples: [
    ['tpdne train --dataset posts.npz', 'Trains until you press Ctrl-C, and resumes when called again.'],
    [
      'tpdne train --dataset content/posts --model_name smollm2-135m --steps 300',
      'Trains a model of today for 300 steps.',
    ],
    [
      'tpdne train --dataset posts.npz --adapter lora --run_name small',
      'Trains adapters alone, which takes less memory.',
    ],
  ],
  sharesWork: true,
  essential: ['dataset', 'model_name', 'steps', 'learning_rate', 'run_name'],
  async run({ settings, screen, project, tap }) {
    const show = trainingScreen(screen);
    for await (const event of tap(train(settings, project))) show(event);
  },
});
