import type { PostsShownEvent } from '../../../pipeline/events/posts.ts';
import type { Boilerplate, CleaningEvent, Finding, Skipped } from '../../../pipeline/events/reading.ts';
import type { ProjectFacts } from '../../protocol.ts';
import { address } from '../core/router.ts';
import { counted } from '../core/words.ts';
import { FormatSwitch } from './format-switch.tsx';
import { placedNote } from './rows.ts';

/** More than this would only make the page long. */
const MOST_SHOWN = 300;

export interface FindingsViewProps {
  readonly shown: PostsShownEvent;
  readonly project: ProjectFacts;
  readonly onSettings: () => void;
}

/** What a model should perhaps not learn, and what could not be read as it is written. */
export function FindingsView({ shown, project, onSettings }: FindingsViewProps) {
  const { cleaning, notes, skipped } = shown;
  const repeats = skipped.filter(({ because }) => because === 'duplicate' || because === 'near-duplicate');
  const settings = { project, onSettings };
  return (
    <section aria-label="To check">
      <PrivateThings cleaning={cleaning} {...settings} />
      <Repeated cleaning={cleaning} {...settings} />
      {repeats.length > 0 && <Repeats repeats={repeats} />}
      {notes.length > 0 && <Notes notes={notes} />}
      {(cleaning?.trackedLinks ?? 0) > 0 && (
        <p class="small">
          {counted(cleaning!.trackedLinks, 'link')} {cleaning!.trackedLinks === 1 ? 'is' : 'are'} learned without the
          parameters that track readers.
        </p>
      )}
    </section>
  );
}

interface PartProps {
  readonly cleaning: CleaningEvent | null;
  readonly project: ProjectFacts;
  readonly onSettings: () => void;
}

function PrivateThings({ cleaning, project, onSettings }: PartProps) {
  const findings = cleaning?.findings ?? [];
  return (
    <>
      <h2>Private things</h2>
      {findings.length === 0 ? (
        <p>No key, e-mail address, phone number or quoted mail was found.</p>
      ) : (
        <>
          <p>A model can repeat what it has read, word for word.</p>
          <FormatSwitch project={project} section="formats" name="redact" onChange={onSettings}>
            Mask all of these while learning; the posts themselves stay as they are
          </FormatSwitch>
          <div class="scrolls">
            <table>
              <thead>
                <tr>
                  <th scope="col">What</th>
                  <th scope="col">Begins with</th>
                  <th scope="col">Where</th>
                </tr>
              </thead>
              <tbody>
                {findings.slice(0, MOST_SHOWN).map((finding, i) => (
                  <FindingRow key={i} finding={finding} />
                ))}
              </tbody>
            </table>
          </div>
          <More count={findings.length - MOST_SHOWN} />
        </>
      )}
    </>
  );
}

function FindingRow({ finding: { name, shown, path, line } }: { readonly finding: Finding }) {
  return (
    <tr>
      <td>{name}</td>
      <td>
        <code>{shown}</code>
      </td>
      <td>
        <PlaceLink path={path} line={line} />
      </td>
    </tr>
  );
}

/** Opens a post at a line of its file. */
function PlaceLink({ path, line }: { readonly path: string; readonly line: number }) {
  return (
    <a class="path" href={address('blog', ['post', path], { view: 'file', line: `${line}` })}>
      {path}, line {line}
    </a>
  );
}

function Repeated({ cleaning, project, onSettings }: PartProps) {
  const boilerplate = cleaning?.boilerplate ?? [];
  if (boilerplate.length === 0) return null;
  return (
    <>
      <h2>Paragraphs that repeat from post to post</h2>
      <p>A model learns these first, and ends every text with them.</p>
      <FormatSwitch project={project} section="formats" name="strip_boilerplate" onChange={onSettings}>
        Leave these paragraphs out while learning
      </FormatSwitch>
      <ul class="things">
        {boilerplate.map(({ text, posts }: Boilerplate) => (
          <li key={text}>
            <blockquote>{text}</blockquote>
            <span class="small">in {counted(posts, 'post')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Repeats({ repeats }: { readonly repeats: readonly Skipped[] }) {
  return (
    <>
      <h2>Posts that repeat another one</h2>
      <p>
        Only one of them is learned from. <a href={address('blog', ['out'])}>All that is left out</a>
      </p>
      <ul class="things">
        {repeats.slice(0, MOST_SHOWN).map(({ path, reason }) => (
          <li key={path}>
            <a class="path" href={address('blog', ['post', path])}>
              {path}
            </a>
            <span class="small">{reason}</span>
          </li>
        ))}
      </ul>
      <More count={repeats.length - MOST_SHOWN} />
    </>
  );
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  return (
    <>
      <h2>Not read as written</h2>
      <ul class="things">
        {notes.slice(0, MOST_SHOWN).map((note, i) => {
          const { path, line, text } = placedNote(note);
          return (
            <li key={i}>
              {path !== null && line !== null && <PlaceLink path={path} line={line} />}
              <span>{text}</span>
            </li>
          );
        })}
      </ul>
      <More count={notes.length - MOST_SHOWN} />
    </>
  );
}

function More({ count }: { readonly count: number }) {
  if (count <= 0) return null;
  return <p class="small">And {counted(count, 'more', 'more')}: tpdne posts lists all of them.</p>;
}
