import { SAMPLING } from './recipes.ts';
import { group, inSection } from './settings-table.ts';
import { samplingSettings } from './shared.ts';

/** Settings of the commands that write texts. */

/** Which checkpoint of a run. */
export const checkpointSetting = {
  checkpoint: {
    type: 'integer',
    unit: 'steps',
    min: 0,
    words: ['best', 'latest'],
    default: 'latest',
    help: 'Checkpoint of the run: the one with the best validation loss, the latest, or that of a step.',
  },
} as const;

/** In these commands never absent, so that there is nothing to say about it. */
const { absent: _, ...lastTokens } = samplingSettings.repetition_window;

/** How the next token is chosen, with the defaults for writing: see `SAMPLING`. */
export const writingSamplingSettings = {
  ...samplingSettings,
  temperature: { ...samplingSettings.temperature, default: SAMPLING.temperature },
  top_p: { ...samplingSettings.top_p, default: null, absent: `${SAMPLING.top_p}; 0 if top_k is given` },
  repetition_penalty: { ...samplingSettings.repetition_penalty, default: SAMPLING.repetition_penalty },
  repetition_window: { ...lastTokens, default: SAMPLING.repetition_window },
  dry_multiplier: { ...samplingSettings.dry_multiplier, default: SAMPLING.dry_multiplier },
} as const;

/** What a text must and must not say. */
export const wordingSettings = inSection('writing', {
  stop: {
    type: 'strings',
    placeholder: 'text',
    default: null,
    absent: 'none',
    help: 'End a text before this string, which is not shown; may be given several times.',
  },
  ...group('Sampling', {
    banned_words: {
      type: 'strings',
      placeholder: 'text',
      default: null,
      absent: 'none',
      help: 'Words or phrases never to write, in any case and spelling; longer words that contain them are allowed.',
    },
    logit_bias: {
      type: 'strings',
      placeholder: 'token=number',
      default: null,
      absent: 'none',
      help: 'Make tokens likelier or less likely, by -100 to 100: 464=-5 by number, " cat=2" by text, \'"464"=2\' as text.',
    },
  }),
});
