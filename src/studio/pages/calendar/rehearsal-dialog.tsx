import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { commandLine } from '../../command-line.ts';
import type { AnyEvent, JobCommand } from '../../protocol.ts';
import { ask, useAction, useCommand } from '../core/hooks.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';
import { EventList } from './event-list.tsx';
import { wouldChange } from './event-words.ts';

export interface RehearsalDialogProps {
  readonly title: string;
  readonly command: Extract<JobCommand, 'publish' | 'unpublish'>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the button says that does it. */
  readonly action: string;
  readonly onClose: () => void;
  /** What will happen, in general. */
  readonly children?: ComponentChildren;
}

/** What a command would change, before it does. */
export function RehearsalDialog({ title, command, settings, action, onClose, children }: RehearsalDialogProps) {
  const rehearsed = useCommand(command, { ...settings, dry_run: true });
  const [done, setDone] = useState<readonly AnyEvent[] | null>(null);
  const act = useAction(async () => setDone(await ask(command, settings)));
  return (
    <Dialog title={title} onClose={onClose}>
      {done === null ? (
        <>
          {children}
          <Problem text={rehearsed.problem ?? act.problem} />
          {rehearsed.value === null && rehearsed.problem === null && (
            <p class="waiting" aria-live="polite">
              Looking at what would change …
            </p>
          )}
          {rehearsed.value !== null && <EventList events={rehearsed.value} />}
          <div class="buttons">
            {rehearsed.value !== null && wouldChange(rehearsed.value) && (
              <button type="button" class="primary" disabled={act.isBusy} onClick={() => act.run()}>
                {act.isBusy ? 'Working …' : action}
              </button>
            )}
            <button type="button" onClick={onClose}>
              Cancel
            </button>
          </div>
          <CommandLine line={commandLine(command, settings)} />
        </>
      ) : (
        <>
          <div role="status">
            <EventList events={done} />
          </div>
          <button type="button" onClick={onClose}>
            Close
          </button>
        </>
      )}
    </Dialog>
  );
}
