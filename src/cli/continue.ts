import { scoreText } from '../blog/judging/judgement.ts';
import { continueDraft } from '../pipeline/continue/continue.ts';
import type { DraftContinuedEvent } from '../pipeline/events/writing.ts';
import { type ContinueSettings, continueSettings } from '../pipeline/settings/continue.ts';
import { isDownloadEvent } from '../project/download-events.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';
import { downloadScreen } from './download-screen.ts';
import { showReading } from './show-reading.ts';
import { showWriter } from './show-writer.ts';

export const continueCommand = defineCommand({
  arguments: ['draft'],
  settings: continueSettings,
  examples: [
    ['tpdne continue drafts/began.md', 'Writes on in a new file, drafts/began-continued.md.'],
    ['tpdne continue drafts/began.md --in_place', 'Writes on in the same file; a copy of yours stays beside it.'],
    ['tpdne continue drafts/began.md --best_of 4', 'Writes four continuations, and keeps the best.'],
  ],
  essential: ['in_place', 'nsamples', 'length', 'run', 'temperature'],
  async run({ settings, screen, project, tap }) {
    const showDownload = downloadScreen(screen);
    const showPosts = showReading(screen);
    let tokens = 0;
    for await (const event of tap(continueDraft(settings, project))) {
      if (isDownloadEvent(event)) {
        showDownload(event);
        continue;
      }
      switch (event.type) {
        case 'prompt-cut':
          screen.note(`The draft has ${event.tokens} tokens; the model reads the last ${event.keptTokens} of them.`);
          break;
        case 'text-grew':
          tokens += event.tokens;
          screen.progress({ done: tokens, total: null, unit: 'tokens', details: ['writing'] });
          break;
        case 'draft-continued':
          screen.progress(null);
          screen.print(
            `Wrote ${event.path}: ${counted(event.words, 'word')} after yours${chosenWords(event, settings)}.`,
          );
          if (event.backup !== null) screen.note(`Your text as it was is in ${event.backup}.`);
          tokens = 0;
          break;
        case 'text-rejected':
          break;
        case 'models-unavailable':
          screen.note(`Judging texts without the models: ${event.reason}`);
          break;
        case 'writer':
        case 'device':
        case 'seed-drawn':
          showWriter(event, screen);
          break;
        case 'skipped':
          break;
        default:
          showPosts(event);
      }
    }
  },
});

function chosenWords({ judgement }: DraftContinuedEvent, { best_of }: Pick<ContinueSettings, 'best_of'>): string {
  return judgement === null ? '' : `, the best of ${best_of} with a score of ${scoreText(judgement.score)}`;
}
