import { useState } from 'preact/hooks';
import type { CalendarFacts, PastPublication } from '../../review-protocol.ts';
import { counted } from '../core/words.ts';
import { RehearsalDialog } from './rehearsal-dialog.tsx';

/** Publications that are shown at once. */
const SHOWN = 20;

const STATES = {
  begun: 'interrupted; publishing completes it',
  published: 'published',
  withdrawing: 'being taken back was interrupted',
  withdrawn: 'taken back',
} as const;

/** Everything that went out, the newest first, and the way back. */
export function JournalView({ facts, onChange }: { readonly facts: CalendarFacts; readonly onChange: () => void }) {
  const [most, setMost] = useState(SHOWN);
  const [takenBack, setTakenBack] = useState<PastPublication | null>(null);
  const journal = facts.journal.toReversed();
  if (journal.length === 0) return <p class="waiting">Nothing was published from {facts.queue} yet.</p>;
  return (
    <>
      <div class="table-frame">
        <table class="journal">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Post</th>
              <th scope="col">Where</th>
              <th scope="col">
                <span class="hidden">Take back</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {journal.slice(0, most).map((publication, index) => (
              <tr key={index}>
                <td>{publication.day}</td>
                <td>
                  {publication.title ?? publication.slug}
                  {publication.state !== 'published' && <span class="small"> {STATES[publication.state]}</span>}
                </td>
                <td class="where">
                  {publication.address === null ? (
                    <code>{publication.state === 'withdrawn' ? publication.draftPath : publication.postPath}</code>
                  ) : (
                    <a href={publication.address} target="_blank" rel="noopener noreferrer">
                      {publication.address}
                    </a>
                  )}
                </td>
                <td>
                  {publication.state === 'published' && (
                    <button type="button" class="quiet" onClick={() => setTakenBack(publication)}>
                      Take back …
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {journal.length > most && (
        <button type="button" class="quiet" onClick={() => setMost(most + 200)}>
          Show more of {counted(journal.length, 'publication')}
        </button>
      )}
      {takenBack !== null && (
        <TakeBack
          publication={takenBack}
          onClose={() => {
            setTakenBack(null);
            onChange();
          }}
        />
      )}
    </>
  );
}

function TakeBack({ publication, onClose }: { readonly publication: PastPublication; readonly onClose: () => void }) {
  const { postPath, title, slug, target, git = 'none' } = publication;
  const commits = git === 'push' ? 'A new commit says so and is pushed' : 'A new commit says so';
  return (
    <RehearsalDialog
      title={`Take back ${title ?? slug}?`}
      command="unpublish"
      settings={{ file: postPath }}
      action="Take it back"
      onClose={onClose}
    >
      <p>
        The post becomes a draft again, held back, with the front matter that it had; what you have edited since stays.{' '}
        {target === 'folder'
          ? 'Its file leaves the site.'
          : `On ${target} it becomes a draft; nothing is deleted there.`}{' '}
        {git === 'none' ? '' : `${commits}: the history of your repository is not rewritten. `}
        Its day stays taken.
      </p>
    </RehearsalDialog>
  );
}
