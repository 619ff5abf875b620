import { useState } from 'preact/hooks';
import type { PlannedDraft, PlannedSlot } from '../../review-protocol.ts';
import { address } from '../core/router.ts';
import { Dialog } from '../parts/dialog.tsx';
import { dayBeside, dayName } from './plan.ts';

export interface Moving {
  readonly slots: readonly PlannedSlot[];
  readonly isBusy: boolean;
  /** Approves a draft for a day; null: any. */
  readonly move: (draft: PlannedDraft, day: string | null) => void;
}

/** The type of what is dragged, so that files from elsewhere are not taken for drafts. */
export const DRAGGED = 'application/x-tpdne-draft';

/** A draft on the calendar: dragged to another day, moved with the arrow keys, or put on a day that is chosen. */
export function PlannedItem({ draft, moving }: { readonly draft: PlannedDraft; readonly moving: Moving }) {
  const [isChoosing, setChoosing] = useState(false);
  const title = draft.title ?? draft.name;
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as 1 | -1 | undefined;
    const day = step === undefined ? null : dayBeside(moving.slots, draft, step);
    if (day === null || moving.isBusy) return;
    event.preventDefault();
    moving.move(draft, day);
  };
  return (
    <>
      <button
        type="button"
        class="planned"
        data-draft={draft.path}
        draggable
        aria-description="The left and right arrow keys move it to the day before or after; Enter chooses a day."
        onDragStart={({ dataTransfer }) => dataTransfer?.setData(DRAGGED, draft.path)}
        onKeyDown={press}
        onClick={() => setChoosing(true)}
      >
        {title}
        {draft.day !== null && <span class="pin"> for {draft.day}</span>}
      </button>
      {isChoosing && <ChooseDay draft={draft} moving={moving} onClose={() => setChoosing(false)} />}
    </>
  );
}

interface ChooseDayProps {
  readonly draft: PlannedDraft;
  readonly moving: Moving;
  readonly onClose: () => void;
}

function ChooseDay({ draft, moving, onClose }: ChooseDayProps) {
  const planned = moving.slots.find((slot) => slot.draft?.path === draft.path)?.slot.day ?? null;
  const [day, setDay] = useState(draft.day ?? planned ?? '');
  const put = (on: string | null) => {
    moving.move(draft, on);
    onClose();
  };
  return (
    <Dialog title={draft.title ?? draft.name} onClose={onClose}>
      <p>
        {planned === null ? 'It has no time yet.' : `It goes out on ${dayName(planned)}, as things stand.`}{' '}
        {draft.day === null
          ? 'Drafts without a day go out in the order of their names.'
          : `It is approved for ${draft.day}: not before, and then first.`}
      </p>
      <div class="field">
        <label for="day">Not before</label>
        <input id="day" type="date" value={day} onInput={({ currentTarget }) => setDay(currentTarget.value)} />
      </div>
      <div class="buttons">
        <button type="button" class="primary" disabled={day === '' || day === draft.day} onClick={() => put(day)}>
          Put it there
        </button>
        {draft.day !== null && (
          <button type="button" onClick={() => put(null)}>
            On any day
          </button>
        )}
        <a class="button" href={address('review', [draft.path])}>
          Read it
        </a>
        <button type="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    </Dialog>
  );
}
