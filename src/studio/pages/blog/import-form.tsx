import { useState } from 'preact/hooks';
import { isOver } from '../../protocol.ts';
import { startJob } from '../core/api.ts';
import { useAction, useJobEvents, useJobs } from '../core/hooks.ts';
import { counted } from '../core/words.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';

export interface ImportFormProps {
  readonly sources: readonly string[];
  /** Called with the folder that the posts are read from, from now on. */
  readonly onUse: (folder: string) => void;
}

/** Turns the posts into Markdown files, to look at and to keep: `tpdne import`. */
export function ImportForm({ sources, onUse }: ImportFormProps) {
  const [out, setOut] = useState('posts');
  const job = useJobs().findLast(({ command }) => command === 'import') ?? null;
  const events = useJobEvents(job?.id ?? null);
  const begin = useAction(() => startJob('import', { posts: sources, out }));
  const isRunning = job !== null && !isOver(job.state);
  const imported = events.findLast(({ type }) => type === 'imported');
  return (
    <details class="import">
      <summary>Turn them into Markdown files</summary>
      <p class="small">
        Each post becomes a file with its title and date at the top. Nothing is overwritten; the same again adds what is
        new.
      </p>
      <div class="field">
        <label for="import-out">Folder for the files</label>
        <input id="import-out" type="text" value={out} onInput={({ currentTarget }) => setOut(currentTarget.value)} />
      </div>
      <button type="button" disabled={out.trim() === '' || isRunning || begin.isBusy} onClick={() => begin.run()}>
        {isRunning ? 'Writing the files …' : 'Write the files'}
      </button>
      <Problem text={begin.problem ?? job?.fault?.message ?? null} />
      {imported !== undefined && (
        <div role="status" class="imported">
          <p>
            {counted(Number(imported.written), 'file')} written to <code>{String(imported.out)}</code>
            {Number(imported.there) > 0 && `, ${Number(imported.there).toLocaleString('en')} already there`}.
          </p>
          {!sources.includes(String(imported.out)) && (
            <button type="button" class="quiet" onClick={() => onUse(String(imported.out))}>
              Read the posts from there from now on
            </button>
          )}
        </div>
      )}
      <CommandLine line={`tpdne import ${sources.join(' ')} --out ${out}`} />
    </details>
  );
}
