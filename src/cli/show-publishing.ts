import { scoreText } from '../blog/judging/judgement.ts';
import type { QueueCounts } from '../blog/publishing/queue.ts';
import { timeIn } from '../blog/publishing/zoned-time.ts';
import type { LaterDrafts, PublishEvent, UnpublishEvent } from '../pipeline/events/publishing.ts';
import { isScheduled } from '../pipeline/publish/publish-plan.ts';
import type { PublishSettings } from '../pipeline/settings/publish.ts';
import type { RemoteRequest } from '../project/publishing-tools.ts';
import { counted } from './counted.ts';
import type { Screen } from './screen.ts';
import { showRun } from './show-run.ts';

/** What a person should know who sees that the command waits. */
const WAITING =
  'Keep this terminal open; Ctrl-C stops waiting, and the same command waits again. Without a terminal: --print systemd, cron ' +
  'or github-actions prints the files that run this on schedule, and --no-wait publishes what is due and exits.';

/** Shows the events of `publish`; publications, differences and requests go to standard output. */
export function showPublishing(screen: Screen, settings: PublishSettings): (event: PublishEvent) => void {
  const { timezone, wait, dry_run, refill } = settings;
  const showRefill = showRun(screen, refill);
  const zone = timezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const inTime = (moment: string) => timeIn(zone, new Date(moment));
  const waits = isScheduled(settings) && wait && !dry_run;
  const tellWaiting = waitingNote(screen);
  return (event) => {
    switch (event.type) {
      case 'published':
        screen.print(`Published ${event.draft} as ${event.address ?? event.post}.`);
        if (event.isFinished) screen.note('This completed a publication that had been interrupted.');
        screen.note(`In the queue: ${countsOf(event.queue)}.`);
        break;
      case 'draft-skipped':
        screen.note(`${event.path} stays in the queue: ${event.reason}`);
        break;
      case 'draft-chosen':
        screen.note(
          `${event.path} has not been reviewed; it has the best score in the queue, ${scoreText(event.score)}.`,
        );
        break;
      case 'nothing-approved':
        screen.print(
          `No draft can be published: ${countsOf(event.queue)}. tpdne review shows them, for you to approve one.`,
        );
        if (event.later !== null) screen.note(laterNote(event.later));
        if (event.own > 0) screen.note(ownDraftsNote(event.own));
        if (waits) tellWaiting('A post is due, so the queue is read again every 5 minutes.');
        break;
      case 'nothing-due':
        screen.print(`${waits ? 'Waiting' : 'Nothing is due'} until ${inZones(event.next.moment, zone)}.`);
        if (waits) tellWaiting('');
        break;
      case 'publish-failed':
        screen.note(`${event.reason} Trying again at ${inTime(event.again)}.`);
        break;
      case 'committed':
      case 'pushed':
      case 'difference':
      case 'request':
      case 'note':
        showDelivery(screen, event);
        break;
      case 'timer-text':
        screen.print(event.text.trimEnd());
        break;
      case 'refill-started':
        screen.note(`Writing ${counted(event.drafts, 'new draft')} for the queue.`);
        break;
      case 'refill-event':
        showRefill(event.event);
        break;
    }
  };
}

/** Tells a person once what to do while the command waits; `first` is a sentence before that, or empty. */
function waitingNote(screen: Screen): (first: string) => void {
  let isTold = false;
  return (first) => {
    if (!isTold) screen.note(`${first} ${WAITING}`.trim());
    isTold = true;
  };
}

/** A time in the zone of the schedule, and, if that is another one, in this computer's: '2026-07-02 09:00 (Europe/Berlin)'. */
function inZones(moment: string, zone: string): string {
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [there, local] = [zone, here].map((each) => timeIn(each, new Date(moment)));
  return there === local ? `${there} (${zone})` : `${there} (${zone}; here, in ${here}, it is ${local} then)`;
}

/** What publishing and taking back do to a site, its repository or its server, or would do. */
export type DeliveryEvent = Exclude<UnpublishEvent, { readonly type: 'unpublished' }>;

/** Shows what is done; differences and requests go to standard output. */
export function showDelivery(screen: Screen, event: DeliveryEvent): void {
  switch (event.type) {
    case 'committed':
      screen.note(`Committed: ${event.message}`);
      break;
    case 'pushed':
      screen.note('Pushed.');
      break;
    case 'difference':
      screen.print(event.text);
      break;
    case 'request':
      screen.print(requestText(event.request));
      for (const note of event.request.notes) screen.note(note);
      break;
    case 'note':
      screen.note(event.note);
      break;
  }
}

/** A request as `curl --verbose` would show it. */
function requestText({ method, address, body }: RemoteRequest): string {
  return `${method} ${address}\n${JSON.stringify(body, null, 2)}`;
}

function ownDraftsNote(count: number): string {
  return `--auto skipped ${counted(count, 'draft')}: no label says that a model wrote ${count === 1 ? 'it' : 'them'}.`;
}

function laterNote({ drafts, first }: LaterDrafts): string {
  const approved = `${counted(drafts, 'approved draft')} ${drafts === 1 ? 'waits' : 'wait'} for a later day`;
  return `${approved}, the first for ${first}: tpdne approve <file> --for any lets one go out now.`;
}

/** How many drafts of each kind there are: '1 approved, 2 unreviewed, 0 held back'. */
export function countsOf({ approved, unreviewed, 'held back': heldBack }: QueueCounts): string {
  return `${approved} approved, ${unreviewed} unreviewed, ${heldBack} held back`;
}
