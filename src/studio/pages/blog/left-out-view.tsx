import { useState } from 'preact/hooks';
import type { Skipped } from '../../../pipeline/events/reading.ts';
import type { ProjectFacts } from '../../protocol.ts';
import { address } from '../core/router.ts';
import { counted } from '../core/words.ts';
import { FormatSwitch } from './format-switch.tsx';
import { canBeOpened, REASONS } from './reasons.ts';
import { type Group, groupsOf } from './rows.ts';
import type { Exclude } from './use-exclude.ts';

export interface LeftOutViewProps {
  readonly skipped: readonly Skipped[];
  readonly exclude: Exclude;
  readonly project: ProjectFacts;
  readonly onSettings: () => void;
  readonly onAgain: () => void;
}

/** More than this in a group would only make the page long; the search for them is `tpdne posts`. */
const MOST_SHOWN = 500;

/** What is not learned from, and why. */
export function LeftOutView({ skipped, exclude, project, onSettings, onAgain }: LeftOutViewProps) {
  const groups = groupsOf(skipped);
  const has = (...reasons: readonly string[]) => groups.some(({ because }) => reasons.includes(because));
  return (
    <section aria-label="Left out">
      <Entries exclude={exclude} onAgain={onAgain} />
      {has('draft', 'future') && (
        <FormatSwitch project={project} section="site" name="drafts" onChange={onSettings}>
          Learn from drafts too
        </FormatSwitch>
      )}
      {has('near-duplicate') && (
        <FormatSwitch project={project} section="formats" name="keep_near_duplicates" onChange={onSettings}>
          Keep posts that are nearly the same as another one
        </FormatSwitch>
      )}
      {groups.length === 0 && <p>Nothing is left out: everything that was found is a post.</p>}
      {groups.map((group) => (
        <LeftOutGroup key={group.because} group={group} />
      ))}
    </section>
  );
}

function LeftOutGroup({ group: { because, count, things } }: { readonly group: Group }) {
  const more = things.length - MOST_SHOWN;
  return (
    <details class="group" open={things.length <= 12}>
      <summary>
        {REASONS[because]} <span class="count">{count.toLocaleString('en')}</span>
      </summary>
      <ul class="things">
        {things.slice(0, MOST_SHOWN).map((thing, i) => (
          <li key={`${i} ${thing.path}`}>
            {canBeOpened(thing) ? (
              <a class="path" href={address('blog', ['post', thing.path])}>
                {thing.path}
              </a>
            ) : (
              <span class="path">{thing.path}</span>
            )}
            <span class="small">
              {(thing.count ?? 1) > 1 && `${thing.count!.toLocaleString('en')}: `}
              {thing.reason}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p class="small">And {counted(more, 'more', 'more')}: tpdne posts lists all of them.</p>}
    </details>
  );
}

/** What the person leaves out, with a field for names and patterns that no tick can express. */
function Entries({ exclude, onAgain }: { readonly exclude: Exclude; readonly onAgain: () => void }) {
  const [typed, setTyped] = useState('');
  const entry = typed.trim();
  return (
    <form
      class="entries"
      onSubmit={(event) => {
        event.preventDefault();
        if (entry === '') return;
        exclude.add(entry, entry);
        setTyped('');
      }}
    >
      <h2>What you leave out</h2>
      {exclude.entries.length > 0 && (
        <ul class="things">
          {exclude.entries.map((each) => (
            <li key={each} class="entry">
              <code>{each}</code>
              <button
                type="button"
                class="quiet"
                aria-label={`Take back ${each}`}
                onClick={() => exclude.remove(each, each)}
              >
                Take back
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="field">
        <label for="entry">Leave out more: a file name, a folder, or a pattern such as 2009-*.md</label>
        <div class="with-button">
          <input id="entry" type="text" value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} />
          <button type="submit" disabled={entry === ''}>
            Leave out
          </button>
          <button type="button" class="quiet" onClick={onAgain}>
            Look again
          </button>
        </div>
      </div>
    </form>
  );
}
