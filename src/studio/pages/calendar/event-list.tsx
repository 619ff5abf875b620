import type { AnyEvent } from '../../protocol.ts';
import { filesOfDifference } from '../parts/diff-lines.ts';
import { DiffView } from '../parts/diff-view.tsx';
import { eventWords } from './event-words.ts';

/** What a publication did, or would do. */
export function EventList({ events }: { readonly events: readonly AnyEvent[] }) {
  return (
    <div class="event-list">
      {events.map((event, index) => (
        <EventView key={index} event={event} />
      ))}
    </div>
  );
}

function EventView({ event }: { readonly event: AnyEvent }) {
  if (event.type === 'difference') return <Difference text={String(event.text)} />;
  if (event.type === 'request') {
    const { method, address, body, notes } = event.request as {
      readonly method: string;
      readonly address: string;
      readonly body: unknown;
      readonly notes: readonly string[];
    };
    return (
      <>
        <details>
          <summary>
            {method} {address}
          </summary>
          <pre class="request">{JSON.stringify(body, null, 2)}</pre>
        </details>
        {notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </>
    );
  }
  const words = eventWords(event);
  return words === null ? null : <p>{words}</p>;
}

function Difference({ text }: { readonly text: string }) {
  return (
    <>
      {filesOfDifference(text).map(({ before, after, hunks }) => (
        <section key={`${before} ${after}`}>
          <p>
            <code>{before ?? 'nothing'}</code> becomes <code>{after ?? 'nothing'}</code>
            {hunks.length === 0 && ', with the same text'}
          </p>
          {hunks.length > 0 && <DiffView hunks={hunks} label={`What changes in ${after ?? before}`} />}
        </section>
      ))}
    </>
  );
}
