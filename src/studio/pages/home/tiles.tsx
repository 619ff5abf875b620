import type { ComponentChildren } from 'preact';
import type { Examination } from '../../../pipeline/doctor/examination.ts';
import { address } from '../core/router.ts';
import { transport } from '../core/transport.ts';
import { bytes, counted, folderName, memoryInWords } from '../core/words.ts';
import { Term } from '../parts/term.tsx';

/** What was found, a tile for each thing. */
export function Tiles({ found }: { readonly found: Examination }) {
  const { posts, queue, runs, models, device, memory, exposed, config } = found;
  return (
    <div class="tiles">
      <Tile title="Posts" page="blog" problem={posts.problem}>
        <p class="figure">{posts.count === null ? 'not read yet' : counted(posts.count, 'post')}</p>
        <p>
          {posts.inputs.map(folderName).join(', ')}
          {posts.source !== null && `: ${posts.source}`}
        </p>
        {posts.skipped > 0 && <p>{counted(posts.skipped, 'file')} left out</p>}
        {posts.isFew && <p class="warning">These are few: what it writes may sound less like you.</p>}
      </Tile>
      <Tile title="Runs" page="runs" problem={null}>
        <p class="figure">{runs.length === 0 ? 'none yet' : counted(runs.length, 'run')}</p>
        {runs.slice(0, 3).map(({ name, steps, isTraining, problem }) => (
          <p key={name}>
            {name}: {isTraining ? 'is learning' : steps === null ? 'has learned nothing yet' : counted(steps, 'step')}
            {problem !== null && <span class="warning"> {problem}</span>}
          </p>
        ))}
        <p class="small">
          A <Term name="run" /> is a model that learns from your posts.
        </p>
      </Tile>
      <Tile title="Drafts" page="review" problem={queue.problem}>
        <p class="figure">{counted(queue.unreviewed, 'draft')} to look over</p>
        <p>
          {queue.approved} approved, {queue['held back']} held back, in {queue.folder}
        </p>
      </Tile>
      <Tile title="Models" page="learn" problem={null}>
        <p class="figure">
          {models.length === 0
            ? transport().place === 'tab'
              ? 'none yet'
              : 'the bundled one'
            : counted(models.length, 'model')}
        </p>
        {models.slice(0, 3).map(({ name, bytes: size, problem }) => (
          <p key={name}>
            {name}, {bytes(size)}
            {problem !== null && <span class="warning"> {problem}</span>}
          </p>
        ))}
        {found.proposal !== null && <p>{found.proposal.name} would write better, and fits this machine.</p>}
      </Tile>
      <Tile title="This machine" page={null} problem={device.problem}>
        <p class="figure">{device.description ?? 'cannot compute'}</p>
        <p>
          {transport().place === 'tab'
            ? memoryInWords(memory.totalBytes, false)
            : `${bytes(memory.availableBytes)} of memory free, of ${bytes(memory.totalBytes)}`}
        </p>
      </Tile>
      {(exposed.length > 0 || (config !== null && config.problem !== null)) && (
        <Tile title="To mend" page={null} problem={config?.problem ?? null}>
          {exposed.length > 0 && (
            <p>
              Your site would publish {exposed.join(', ')}: add them to <code>exclude</code> in its{' '}
              <code>_config.yml</code>.
            </p>
          )}
        </Tile>
      )}
    </div>
  );
}

interface TileProps {
  readonly title: string;
  /** The page about it; null if there is none. */
  readonly page: string | null;
  readonly problem: string | null;
  readonly children: ComponentChildren;
}

function Tile({ title, page, problem, children }: TileProps) {
  return (
    <section class="card tile">
      <h2>{page === null ? title : <a href={address(page)}>{title}</a>}</h2>
      {children}
      {problem !== null && <p class="warning">{problem}</p>}
    </section>
  );
}
