import { useState } from 'preact/hooks';
import type { Examination } from '../../../pipeline/doctor/examination.ts';
import type { ProjectFacts } from '../../protocol.ts';
import { ask, useAction } from '../core/hooks.ts';
import type { NamedFile } from '../core/named-file.ts';
import { go } from '../core/router.ts';
import { transport } from '../core/transport.ts';
import { uploadSource } from '../core/upload-source.ts';
import { counted } from '../core/words.ts';
import { DropPosts } from '../parts/drop-files.tsx';
import { Problem } from '../parts/problem.tsx';
import { sourceWords } from '../parts/source-words.ts';

/** What `doctor` calls a site that Jekyll builds. */
const JEKYLL = 'a Jekyll site';

/** The first minute: where the posts are, and where new ones go. `found` is null until the folder was looked at. */
export function SetUp(props: {
  readonly project: ProjectFacts;
  readonly found: Examination | null;
  readonly onDone: () => void;
}) {
  const { project, found, onDone } = props;
  const [posts, setPosts] = useState<string | null>(null);
  const [out, setOut] = useState<string | null>(null);
  const here = found?.posts.inputs[0] ?? null;
  const words = sourceWords();
  const source = posts ?? here ?? '';
  const drafts = out ?? found?.queue.folder ?? '_drafts';
  const [excludes, setExcludes] = useState(true);
  // Of all generators only Jekyll publishes what lies in its folder.
  const canExclude = source === here && found?.posts.source === JEKYLL;
  const finish = useAction(async () => {
    await ask('init', canExclude && excludes ? { exclude: true } : {}, { posts: source, out: drafts });
    onDone();
    go('blog');
  });
  const take = useAction(async (files: readonly NamedFile[]) => setPosts(await uploadSource(files)));
  return (
    <section class="card set-up" aria-label="Set up">
      <p>
        Your posts teach a small language model how you write, on this computer. Then it writes drafts, and you decide
        which of them become posts. {privacy()}
      </p>
      <h2>Where are your posts?</h2>
      {found === null && transport().place === 'folder' && (
        <p class="waiting" aria-live="polite">
          Looking for posts in this folder …
        </p>
      )}
      {here !== null && (
        <p>
          {found!.posts.count === null ? 'Posts' : counted(found!.posts.count, 'post')} found in{' '}
          {here === '.' ? 'this folder' : <code>{here}</code>}
          {found!.posts.source !== null && ` (${found!.posts.source})`}.
        </p>
      )}
      <div class="field">
        <label for="posts">{words.label}</label>
        <input
          id="posts"
          type="text"
          value={source}
          placeholder={words.placeholder}
          onInput={({ currentTarget }) => setPosts(currentTarget.value)}
        />
      </div>
      <DropPosts onFiles={take.run} isBusy={take.isBusy} />
      {project.example !== null && (
        <p>
          <button type="button" class="quiet" onClick={() => setPosts(project.example)}>
            Try it with the example blog
          </button>
        </p>
      )}
      {transport().place === 'folder' && (
        <>
          <h2>Where should drafts go?</h2>
          <div class="field">
            <label for="out">A folder that your site does not publish</label>
            <input id="out" type="text" value={drafts} onInput={({ currentTarget }) => setOut(currentTarget.value)} />
          </div>
        </>
      )}
      {canExclude && (
        <div class="field check">
          <input
            id="exclude"
            type="checkbox"
            checked={excludes}
            onChange={({ currentTarget }) => setExcludes(currentTarget.checked)}
          />
          <label for="exclude">Keep the models and settings of this program out of your site</label>
          <p>
            Jekyll publishes everything in its folder: their names are added to <code>exclude</code> in{' '}
            <code>_config.yml</code>.
          </p>
        </div>
      )}
      <Problem text={finish.problem ?? take.problem} />
      <button type="button" class="primary" disabled={source === '' || finish.isBusy} onClick={() => finish.run()}>
        Look at the posts
      </button>
    </section>
  );
}

/** Where the posts go: nowhere. */
function privacy(): string {
  return transport().place === 'tab'
    ? 'Your posts never leave this tab: they are kept in the private files of this site in your browser, and sent nowhere.'
    : 'Nothing leaves this computer unless you publish it.';
}
