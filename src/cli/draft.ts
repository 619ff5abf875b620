import { makeDraft } from '../pipeline/draft/draft.ts';
import { draftSettings } from '../pipeline/settings/draft.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';
import { showReading } from './show-reading.ts';

export const draftCommand = defineCommand({
  arguments: ['file'],
  settings: draftSettings,
  examples: [
    ['tpdne draft notes.txt --posts _posts --out _drafts', 'Makes a draft of a text, named as your posts are.'],
    ['tpdne draft notes.txt --title "The tide clock"', 'Gives it a title; posts and out are in the config file.'],
    ['tpdne draft notes.txt --tags tea,clocks --json', 'Tells another program where the draft is.'],
  ],
  essential: ['title', 'tags', 'posts', 'out', 'label'],
  async run({ settings, screen, project, tap }) {
    const show = showReading(screen);
    for await (const event of tap(makeDraft(settings, project))) {
      if (event.type === 'notice') screen.note(event.text);
      else if (event.type !== 'draft-made') show(event);
      else {
        screen.progress(null);
        screen.print(`Wrote ${event.path}: "${event.title}", ${counted(event.words, 'word')}.`);
        for (const path of event.pictures) screen.note(`Its picture is ${path}.`);
      }
    }
  },
});
