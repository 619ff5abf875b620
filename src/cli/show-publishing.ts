import type { QueueCounts } from '../blog/publishing/queue.ts';
import { timeIn } from '../blog/publishing/zoned-time.ts';
import type { PublishEvent } from '../pipeline/events.ts';
import { isScheduled } from '../pipeline/publish/publish-plan.ts';
import type { PublishSettings } from '../pipeline/settings/publish.ts';
import { counted } from './counted.ts';
import type { Screen } from './screen.ts';
import { showRun } from './show-run.ts';

/** Shows what `tpdne publish` does: what goes out, and the difference that it would make, are results. */
export function showPublishing(screen: Screen, settings: PublishSettings): (event: PublishEvent) => void {
  const { timezone, wait, dry_run, refill } = settings;
  const showRefill = showRun(screen, refill);
  const zone = timezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const inTime = (moment: string) => timeIn(zone, new Date(moment));
  const waits = isScheduled(settings) && wait && !dry_run;
  return (event) => {
    switch (event.type) {
      case 'published':
        screen.print(`Published: ${event.draft} is ${event.address ?? event.post}.`);
        if (event.isFinished) screen.note('That publication had been cut off before.');
        screen.note(`In the queue: ${countsOf(event.queue)}.`);
        break;
      case 'draft-skipped':
        screen.note(`${event.path} stays in the queue: ${event.reason}`);
        break;
      case 'draft-chosen':
        screen.note(
          `Nobody has reviewed ${event.path}; it is the best of the queue, judged ${event.score.toFixed(2)}.`,
        );
        break;
      case 'nothing-approved':
        screen.print(`No draft may go out: ${countsOf(event.queue)}. approved: true in its front matter lets one go.`);
        if (event.own > 0) {
          screen.note(
            `--auto leaves ${counted(event.own, 'draft')} to you: nothing in front matter says that a model wrote it.`,
          );
        }
        break;
      case 'nothing-due':
        screen.print(`${waits ? 'Waiting' : 'Nothing is due'} until ${inTime(event.next.moment)}.`);
        break;
      case 'committed':
        screen.note(`Committed: ${event.message}`);
        break;
      case 'pushed':
        screen.note('Pushed.');
        break;
      case 'publish-failed':
        screen.note(`${event.reason} Tried again at ${inTime(event.again)}.`);
        break;
      case 'difference':
        screen.print(event.text);
        break;
      case 'request': {
        const { method, address, body, notes } = event.request;
        screen.print(`${method} ${address}\n${JSON.stringify(body, null, 2)}`);
        for (const note of notes) screen.note(note);
        break;
      }
      case 'note':
        screen.note(event.note);
        break;
      case 'timer-text':
        screen.print(event.text.trimEnd());
        break;
      case 'refill-started':
        screen.note(`New drafts are written into the queue: ${event.drafts}.`);
        break;
      case 'refill-event':
        showRefill(event.event);
        break;
    }
  };
}

function countsOf({ approved, unreviewed, 'held back': heldBack }: QueueCounts): string {
  return `${approved} approved, ${unreviewed} unreviewed, ${heldBack} held back`;
}
