import { useState } from 'preact/hooks';
import { commandLine } from '../../command-line.ts';
import type { CalendarFacts } from '../../review-protocol.ts';
import { startJob, stopJob } from '../core/api.ts';
import { useAction, useActiveJob } from '../core/hooks.ts';
import { address } from '../core/router.ts';
import { counted } from '../core/words.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';
import { RehearsalDialog } from './rehearsal-dialog.tsx';
import { TIMERS } from './schedule-fields.ts';

const EVERY: Readonly<Record<string, string>> = { day: 'every day', weekday: 'every weekday' };

export interface PublishPanelProps {
  readonly facts: CalendarFacts;
  /** The command that starts the program. */
  readonly program: string | undefined;
  readonly onChange: () => void;
}

/** When posts go out, in words, and what can be published now. */
export function PublishPanel({ facts, program, onChange }: PublishPanelProps) {
  const [asked, setAsked] = useState<'now' | 'due' | null>(null);
  const following = useActiveJob('publish');
  const follow = useAction(() => (following === null ? startJob('publish') : stopJob(following.id)));
  const { schedule, slots, waiting, unreviewed } = facts;
  const due = slots.filter(({ isDue }) => isDue).length;
  const hasDraft = waiting.length > 0 || slots.some(({ draft }) => draft !== null);
  const close = () => {
    setAsked(null);
    onChange();
  };
  return (
    <section class="card" aria-label="Publish">
      <p>
        {schedule === null ? (
          'There is no schedule: a post goes out when you publish one.'
        ) : (
          <>
            A post goes out {EVERY[schedule.every] ?? `every ${schedule.every}`} at {timeOf(schedule.minuteOfDay)} (
            {schedule.timeZone}), if something publishes it then.
          </>
        )}{' '}
        {unreviewed > 0 && <a href={address('review')}>{counted(unreviewed, 'draft')} to review.</a>}
      </p>
      {due > 0 && <p class="warning">{due === 1 ? 'A post is due now.' : `${due} posts are due now.`}</p>}
      <Problem text={follow.problem} />
      <div class="buttons">
        <button type="button" class="primary" disabled={following !== null} onClick={() => setAsked('now')}>
          Publish the next one now …
        </button>
        {due > 0 && (
          <button type="button" disabled={following !== null} onClick={() => setAsked('due')}>
            Publish what is due …
          </button>
        )}
        {schedule !== null && (
          <button type="button" disabled={follow.isBusy} onClick={() => follow.run()}>
            {following === null ? 'Follow the schedule while the studio runs' : 'Stop following the schedule'}
          </button>
        )}
      </div>
      {schedule !== null && <OnItsOwn isFollowing={following !== null} program={program} />}
      {!hasDraft && <p class="small">No draft is approved yet.</p>}
      {asked === 'now' && (
        <RehearsalDialog
          title="Publish the next draft now?"
          command="publish"
          settings={{ every: 'once' }}
          action="Publish it"
          onClose={close}
        >
          <p>The schedule stays as it is: this post is an extra one.</p>
        </RehearsalDialog>
      )}
      {asked === 'due' && (
        <RehearsalDialog
          title="Publish what is due?"
          command="publish"
          settings={{ wait: false }}
          action={due === 1 ? 'Publish it' : 'Publish them'}
          onClose={close}
        >
          {due > 1 && <p>The first of {due} is shown; the others follow it.</p>}
        </RehearsalDialog>
      )}
    </section>
  );
}

/** How posts go out on time without this page. */
function OnItsOwn({ isFollowing, program }: { readonly isFollowing: boolean } & Pick<PublishPanelProps, 'program'>) {
  return (
    <>
      <p class={isFollowing ? 'warning' : 'small'}>
        {isFollowing
          ? 'The schedule is being followed. That ends with the studio: when you end it in its terminal, or switch this computer off. Closing this page does not end it.'
          : 'Following the schedule here ends with the studio: when you end it in its terminal, or switch this computer off.'}
      </p>
      <details>
        <summary>Let it go on without the studio</summary>
        <p>This command follows the schedule too, as long as its terminal is open:</p>
        <CommandLine label="In a terminal" line={commandLine('publish', {}, program)} />
        <p>
          To have posts go out with no window open, let your computer or GitHub start it at the right times. Each of
          these prints a file, and says where to save it:
        </p>
        {TIMERS.map(({ print, words }) => (
          <div key={print}>
            <p>{words}</p>
            <CommandLine label="In a terminal" line={commandLine('publish', { print }, program)} />
          </div>
        ))}
      </details>
    </>
  );
}

function timeOf(minuteOfDay: number): string {
  const [hours, minutes] = [Math.floor(minuteOfDay / 60), minuteOfDay % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
