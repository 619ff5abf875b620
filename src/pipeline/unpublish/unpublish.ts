import { difference } from '../../blog/publishing/difference.ts';
import { type Journal, JournalFault, type Publication, unfinishedPublication } from '../../blog/publishing/journal.ts';
import type { Project } from '../../project/project.ts';
import type { RemoteBlog } from '../../project/publishing-tools.ts';
import { exactText } from '../../project/text/exact-text.ts';
import type { UnpublishEvent } from '../events/publishing.ts';
import { openPublishingPlace } from '../publish/open-publishing-place.ts';
import { PUBLISHING, queueLock } from '../publish/queue-lock.ts';
import { readQueue } from '../publish/read-queue.ts';
import { type PublishGiven, publishSettings } from '../settings/publish.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';
import { type UnpublishGiven, type UnpublishSettings, unpublishSettings } from '../settings/unpublish.ts';
import { deliverWithdrawal, isUndelivered } from './deliver-withdrawal.ts';
import { findPublication } from './find-publication.ts';
import { type Withdrawal, Withdrawals } from './withdrawal.ts';

/**
 * Takes a published post back: the draft is in the queue again, held back, and the post is gone, or a draft on its server.
 * See `Withdrawals` for the guarantees. A call that was cut off is completed by the next one, which then takes nothing else
 * back unless it is named. Throws SettingFault, NotPublishedFault, JournalFault, LockedFault, PostFault, WriteFault, and the
 * faults of git and of servers.
 */
export async function* unpublish(
  given: UnpublishGiven,
  project: Project,
): AsyncGenerator<UnpublishEvent, void, undefined> {
  const settings = checkSettings(unpublishSettings, given);
  const { queue, file, dry_run } = settings;
  const { files } = project;
  // Reports a missing queue, with the closest name.
  await readQueue(files, queue);
  const withdrawals = new Withdrawals(files, queue, (target) => openBlog(project, settings, target));
  if (dry_run) return yield* rehearse(project, withdrawals, settings);
  const lock = await files.lock(queueLock(queue), PUBLISHING);
  try {
    const isFinished = yield* finish(project, withdrawals, settings);
    const journal = await withdrawals.journal.read();
    refuseUnfinished(withdrawals.journal.path, journal);
    if (isFinished && file === null) return;
    const prepared = await withdrawals.prepare(await findPublication(files, queue, journal, file));
    const withdrawal = await withdrawals.carryOut(journal, prepared);
    yield* tell(withdrawals, withdrawal, false);
    yield* deliverWithdrawal(project, withdrawals, withdrawal.publication, gitOf(settings, withdrawal.publication));
  } finally {
    lock.release();
  }
}

/** Completes what earlier calls began; returns whether there was anything. */
async function* finish(
  project: Project,
  withdrawals: Withdrawals,
  settings: UnpublishSettings,
): AsyncGenerator<UnpublishEvent, boolean, undefined> {
  const finished = await withdrawals.finish(await withdrawals.journal.read());
  if (finished !== null) yield* tell(withdrawals, finished, true);
  let isDelivered = false;
  const { publications } = await withdrawals.journal.read();
  for (const publication of publications) {
    const git = gitOf(settings, publication);
    if (publication.state !== 'withdrawn' || !(await isUndelivered(project, withdrawals, publication, git))) continue;
    isDelivered = true;
    yield* deliverWithdrawal(project, withdrawals, publication, git);
  }
  return finished !== null || isDelivered;
}

function refuseUnfinished(path: string, journal: Journal): void {
  const begun = unfinishedPublication(journal);
  if (begun === null) return;
  throw new JournalFault(
    `${path}: the publication of ${begun.draft} was interrupted. Run tpdne publish first, which completes it or undoes it.`,
  );
}

function gitOf({ git }: UnpublishSettings, publication: Publication): 'none' | 'commit' | 'push' {
  return git ?? publication.git ?? 'none';
}

async function* tell(
  withdrawals: Withdrawals,
  { publication, wasThere }: Withdrawal,
  isFinished: boolean,
): AsyncGenerator<UnpublishEvent, void, undefined> {
  const { address } = publication;
  yield { type: 'unpublished', ...withdrawals.pathsOf(publication), address, wasThere, isFinished };
}

/** Shows what would happen, without doing it. */
async function* rehearse(
  project: Project,
  withdrawals: Withdrawals,
  settings: UnpublishSettings,
): AsyncGenerator<UnpublishEvent, void, undefined> {
  const journal = await withdrawals.journal.read();
  refuseUnfinished(withdrawals.journal.path, journal);
  const begun = journal.publications.find(({ state }) => state === 'withdrawing');
  if (begun !== undefined) {
    const note = `Taking back ${begun.post} was interrupted; without --dry-run it is finished first.`;
    return yield { type: 'note', note };
  }
  const found = await findPublication(project.files, settings.queue, journal, settings.file);
  const { publication, content } = await withdrawals.prepare(found);
  const { draft, post } = withdrawals.pathsOf(publication);
  const before = { path: post, text: await exactText(project.files, post) };
  yield { type: 'difference', text: difference({ before, after: { path: draft, text: content } }) };
  if (found.target !== 'folder') {
    const request = await (await openBlog(project, settings, found.target)).withdrawal(found.slug);
    if (request !== null) yield { type: 'request', request };
    else yield { type: 'note', note: `The post ${found.slug} is no longer on the server.` };
  }
  const git = gitOf(settings, found);
  if (git !== 'none') yield { type: 'note', note: `git would commit ${git === 'push' ? 'and push ' : ''}these files.` };
}

/** Opens the server of a target, as `publish` does. Throws SettingFault without its address. */
async function openBlog(project: Project, { queue, url }: UnpublishSettings, target: string): Promise<RemoteBlog> {
  if (url === null) throw new SettingFault('url', `url is missing: the address of the blog on ${target}.`);
  const to = target as PublishGiven['to'];
  return (await openPublishingPlace(project, checkSettings(publishSettings, { queue, url, to }))) as RemoteBlog;
}
