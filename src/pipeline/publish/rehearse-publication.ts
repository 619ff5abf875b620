import { difference } from '../../blog/publishing/difference.ts';
import { takenDay, unfinishedPublication } from '../../blog/publishing/journal.ts';
import { countStock } from '../../blog/publishing/queue.ts';
import { nextSlot } from '../../blog/publishing/schedule.ts';
import { relativePath } from '../../project/paths.ts';
import type { RemoteBlog } from '../../project/publishing-tools.ts';
import { readTextFile } from '../../project/text/read-text-file.ts';
import type { PublishEvent } from '../events/publishing.ts';
import type { PublishSettings } from '../settings/publish.ts';
import { movesOf, ownPictures } from './own-pictures.ts';
import { type PublishingTime, prepareNext, type SessionOptions, slotTime, timeFor } from './publish-session.ts';
import { readQueue } from './read-queue.ts';

/**
 * Shows what a publication would do without doing it: the next draft, the post it would become, the request that would be
 * sent, and what git and a refill would do. It only reads from a blog on a server, and needs its key for that.
 */
export async function* rehearse(
  options: SessionOptions,
  out: string | RemoteBlog,
  { queue, git, refill }: PublishSettings,
): AsyncGenerator<PublishEvent> {
  const { desk, plan, now, project } = options;
  const { files } = project;
  const journal = await desk.journal.read();
  const begun = unfinishedPublication(journal);
  if (begun !== null) {
    yield {
      type: 'note',
      note: `The publication of ${begun.draft} was interrupted; without --dry-run it is finished first.`,
    };
  }
  const time = timeFor(plan, journal, now());
  if (time === null) yield { type: 'nothing-due', next: slotTime(nextSlot(plan.schedule!, now(), takenDay(journal))) };
  const prepared = yield* prepareNext(options, time ?? nextTime(options, takenDay(journal)));
  if (prepared !== null) {
    const { draft, post } = desk.pathsOf(prepared.publication);
    const before = { path: draft, text: await readTextFile(files, draft, 'utf-8') };
    yield { type: 'difference', text: difference({ before, after: { path: post, text: prepared.content } }) };
    const moves = movesOf(files, await ownPictures(files, draft), draft, post);
    for (const { from, to } of moves) {
      const [before, after] = [relativePath(files, '.', from), relativePath(files, '.', to)];
      yield { type: 'note', note: `Its picture ${before} would be moved to ${after}.` };
    }
    if (prepared.remote !== null)
      yield { type: 'request', request: await (out as RemoteBlog).request(prepared.remote) };
    if (git !== 'none')
      yield { type: 'note', note: `git would commit ${git === 'push' ? 'and push ' : ''}these files.` };
  }
  const { drafts } = await readQueue(files, queue, plan.label);
  const left = countStock(drafts, { hasLabel: plan.label !== null }) - (prepared === null ? 0 : 1);
  if (left < refill) {
    const drafts = refill - left === 1 ? '1 new draft' : `${refill - left} new drafts`;
    yield { type: 'note', note: `${drafts} would be written.` };
  }
}

function nextTime({ plan, now }: SessionOptions, taken: string | null): PublishingTime {
  const slot = nextSlot(plan.schedule!, now(), taken);
  return { slot, date: slot.moment };
}
