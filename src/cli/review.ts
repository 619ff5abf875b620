import { openEditor } from '../node/machine/open-editor.ts';
import { ConfigFault } from '../pipeline/config/config-fault.ts';
import type { ReviewEvent, ReviewedDraft } from '../pipeline/events/reviewing.ts';
import { review } from '../pipeline/review/review.ts';
import { reviewSettings } from '../pipeline/settings/review.ts';
import { USUAL_MIN_SCORE } from '../pipeline/settings/shared.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { messageOf, plainSession, type ReviewSession, type Shown, screenSession } from './review-session.ts';
import { draftTable, howToDecide } from './review-table.ts';
import { countsOf } from './show-publishing.ts';
import { isAboutReading, showReading } from './show-reading.ts';
import { showWriter } from './show-writer.ts';

type Context = CommandContext<typeof reviewSettings>;

export const reviewCommand = defineCommand({
  arguments: ['queue'],
  settings: reviewSettings,
  examples: [
    ['tpdne review drafts', 'Shows each draft, for you to approve, edit, hold back or delete.'],
    ['tpdne review drafts --plain', 'The same as lines of text, as suits screen readers.'],
    ['tpdne review drafts --json', 'Lists them with their scores for another program.'],
  ],
  essential: ['posts', 'max_copied', 'min_score', 'plain', 'device'],
  async run(context) {
    const { settings, config, canAsk, json } = context;
    const written = config === null || config instanceof ConfigFault ? {} : config.settingsOf('run');
    const posts = settings.posts ?? (written as { readonly posts?: readonly string[] }).posts ?? null;
    const settled = { ...context, settings: { ...settings, posts } };
    await (canAsk && !json ? decideAll(settled) : list(settled));
  },
});

/** Shows the queue without changing it. */
async function list({ settings, screen, project, tap }: Context): Promise<void> {
  const limits = limitsOf(settings);
  const rows: Shown[] = [];
  const show = notes(screen);
  for await (const event of tap(review(settings, project))) {
    if (event.type === 'draft-shown') rows.push(event);
    else if (event.type !== 'review-finished') show(event);
    else screen.print([draftTable(rows, limits), ...howToDecide(settings.queue, rows.length)].join('\n'));
  }
}

/** Asks a person about each draft. */
async function decideAll({ settings, screen, project, terminal, ask, signal, tap }: Context): Promise<void> {
  const limits = limitsOf(settings);
  const show = notes(screen);
  let session: ReviewSession | null = null;
  let shown: Shown | null = null;
  let message = '';
  const open = (): ReviewSession => {
    session ??=
      terminal === null || settings.plain
        ? plainSession(screen, ask, limits, PLAIN_COLUMNS)
        : screenSession(terminal, limits);
    return session;
  };
  const edit = (path: string) => open().aside(() => openEditor(project.machine.environment, path));
  const decide = (draft: ReviewedDraft | null) => {
    const told = message;
    message = '';
    return draft === null ? open().atEnd(told) : open().decide(shown!, told);
  };
  const close = () => session?.close();
  try {
    for await (const event of tap(review(settings, project, { decide, edit }))) {
      if (event.type === 'draft-shown') shown = event;
      else if (event.type === 'review-finished') {
        close();
        signal.throwIfAborted();
        screen.print(`In the queue: ${countsOf(event.queue)}.`);
      } else if (session === null) show(event);
      else message = [message, messageOf(event) ?? ''].filter((line) => line !== '').join(' ');
    }
  } finally {
    close();
  }
}

/** For lines that a screen reader reads out, or that a simple terminal shows. */
const PLAIN_COLUMNS = 80;

function limitsOf({ max_copied, min_score }: Context['settings']) {
  return { max_copied, min_score: min_score ?? USUAL_MIN_SCORE };
}

/** Shows what happens before and beside the drafts. */
function notes(screen: Context['screen']): (event: ReviewEvent) => void {
  const reading = showReading(screen);
  return (event) => {
    const message = messageOf(event);
    if (message !== null) screen.note(message);
    else if (event.type === 'models-unavailable') screen.note(`Judging without the models: ${event.reason}`);
    else if (event.type === 'scores-unavailable') screen.note(`The drafts have no scores: ${event.reason}`);
    else if (event.type === 'device') showWriter(event, screen);
    else if (isAboutReading(event)) reading(event);
  };
}
