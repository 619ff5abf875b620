import { useState } from 'preact/hooks';
import type { ProjectFacts } from '../../protocol.ts';
import { api } from '../core/api.ts';
import { useAction } from '../core/hooks.ts';
import type { NamedFile } from '../core/named-file.ts';
import { transport } from '../core/transport.ts';
import { uploadSource } from '../core/upload-source.ts';
import { DropPosts } from '../parts/drop-files.tsx';
import { Problem } from '../parts/problem.tsx';
import { sourceWords } from '../parts/source-words.ts';
import { ImportForm } from './import-form.tsx';

export interface SourceCardProps {
  readonly project: ProjectFacts;
  /** The posts that the config file names. */
  readonly sources: readonly string[];
  /** What they are, for people; null if they are plain files, or not known yet. */
  readonly source: string | null;
  /** Called when the config file names others. */
  readonly onChange: () => void;
  readonly onAgain: () => void;
  readonly isBusy: boolean;
}

/** Where the posts are, and a form that changes it. */
export function SourceCard({ project, sources, source, onChange, onAgain, isBusy }: SourceCardProps) {
  const [isOpen, setOpen] = useState(false);
  const showsForm = isOpen || sources.length === 0;
  const use = useAction(async (posts: readonly string[]) => {
    await api('PUT', '/config', { changes: { site: { posts } } });
    setOpen(false);
    onChange();
  });
  return (
    <section class="card source" aria-label="Where the posts are">
      <div class="source-line">
        <p>
          {sources.length === 0 ? 'Where are your posts?' : 'Your posts: '}
          {sources.map((path, i) => (
            <span key={path}>
              {i > 0 && ', '}
              <code>{path}</code>
            </span>
          ))}
          {source !== null && sources.length > 0 && ` (${source})`}
        </p>
        {sources.length > 0 && (
          <div class="source-buttons">
            <button type="button" class="quiet" disabled={isBusy} onClick={onAgain}>
              Look again
            </button>
            <button type="button" class="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              Change
            </button>
          </div>
        )}
      </div>
      {showsForm && <SourceForm project={project} sources={sources} isBusy={use.isBusy} onUse={use.run} />}
      <Problem text={use.problem} />
      {sources.length > 0 && transport().place === 'folder' && (
        <ImportForm sources={sources} onUse={(folder) => use.run([folder])} />
      )}
    </section>
  );
}

interface SourceFormProps {
  readonly project: ProjectFacts;
  readonly sources: readonly string[];
  readonly isBusy: boolean;
  readonly onUse: (posts: readonly string[]) => void;
}

function SourceForm({ project, sources, isBusy, onUse }: SourceFormProps) {
  const [typed, setTyped] = useState('');
  const take = useAction(async (files: readonly NamedFile[]) => setTyped(await uploadSource(files)));
  const path = typed.trim();
  const words = sourceWords();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (path !== '') onUse([path]);
      }}
    >
      <div class="field">
        <label for="source">{words.label}</label>
        <input
          id="source"
          type="text"
          value={typed}
          placeholder={words.placeholder}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </div>
      <DropPosts onFiles={take.run} isBusy={take.isBusy} />
      <Problem text={take.problem} />
      <div class="source-buttons">
        <button type="submit" class="primary" disabled={path === '' || isBusy}>
          Use these posts
        </button>
        {sources.length > 0 && (
          <button
            type="button"
            disabled={path === '' || sources.includes(path) || isBusy}
            onClick={() => onUse([...sources, path])}
          >
            Add them to the others
          </button>
        )}
        {project.example !== null && (
          <button type="button" class="quiet" onClick={() => setTyped(project.example!)}>
            The example blog
          </button>
        )}
      </div>
      {sources.length > 1 && (
        <ul class="sources">
          {sources.map((each) => (
            <li key={each}>
              <code>{each}</code>
              <button
                type="button"
                class="quiet"
                aria-label={`Remove ${each}`}
                onClick={() => onUse(sources.filter((other) => other !== each))}
              >
                Remove
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
