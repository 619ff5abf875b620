import { transport } from '../core/transport.ts';
import { Dialog } from './dialog.tsx';

/** The page that only a studio with a folder has. */
const ON_CALENDAR = ['g c', '←  →'];

const KEYS: readonly (readonly [keys: string, meaning: string])[] = [
  ['g h', 'Home'],
  ['g b', 'Blog'],
  ['g l', 'Learn'],
  ['g r', 'Runs'],
  ['g w', 'Write'],
  ['g v', 'Review'],
  ['g c', 'Calendar'],
  ['j  k', 'The next draft, the one before'],
  ['a', 'Approve the draft'],
  ['h', 'Hold the draft back'],
  ['e', 'Edit the draft'],
  ['d', 'Move the draft to the trash'],
  ['Enter', 'Open the draft, from the list'],
  ['x', 'Tick the draft for a comparison'],
  ['c', 'Compare the ticked drafts, or the next three'],
  ['1  2  3', 'In a comparison: approve this one, and hold the others back'],
  ['n', 'In a comparison: skip these'],
  ['u', 'Undo'],
  ['←  →', 'On the calendar: move a draft to the day before or after'],
  ['+  -  Escape', 'On a chart: show a smaller part, a larger one, all of it'],
  ['Shift+←  Shift+→  Enter', 'On a chart: select a part, and show it'],
  ['?', 'This list'],
];

/** The keys of the studio. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const shown = transport().place === 'tab' ? KEYS.filter(([keys]) => !ON_CALENDAR.includes(keys)) : KEYS;
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl class="keys">
        {shown.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              {keys.split(/\s+/).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </Dialog>
  );
}
