import { useState } from 'preact/hooks';
import { commandLine } from '../../command-line.ts';
import { isOver, type Job } from '../../protocol.ts';
import { startJob, stopJob } from '../core/api.ts';
import { useAction, useJobEvents, useJobs, useProject } from '../core/hooks.ts';
import { live } from '../core/live.ts';
import { address } from '../core/router.ts';
import { counted } from '../core/words.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';
import { DraftCard } from './draft-card.tsx';
import { EMPTY_SUBJECT, type Subject, settingsOf } from './subject.ts';
import { SubjectForm } from './subject-form.tsx';
import { writtenTexts } from './texts.ts';

/** Drafts on a subject: the run that has learned writes them, as `tpdne run` does. */
export function DraftsView() {
  const [subject, setSubject] = useState<Subject>(EMPTY_SUBJECT);
  const job = useJobs().findLast(({ command }) => command === 'run') ?? null;
  const project = useProject();
  const settings = settingsOf(subject);
  const start = useAction(async () => live.know(await startJob('run', settings)));
  const isRunning = job !== null && !isOver(job.state);
  return (
    <>
      <p>
        The model that has learned from your posts writes several drafts for each post that you ask for, and keeps the
        best. If it has not learned yet, or if you have new posts, it learns first.
      </p>
      <SubjectForm value={subject} onChange={setSubject} />
      <Problem text={start.problem ?? project.problem} />
      <div class="buttons">
        <button type="button" class="primary" disabled={start.isBusy || isRunning} onClick={() => start.run()}>
          Write
        </button>
        {isRunning && (
          <button type="button" onClick={() => void stopJob(job.id)}>
            Stop
          </button>
        )}
      </div>
      {job !== null && <DraftsOf job={job} />}
      <CommandLine line={commandLine('run', settings, project.value?.program)} />
    </>
  );
}

/** What a job has written so far: drafts beside one another. */
function DraftsOf({ job }: { readonly job: Job }) {
  const texts = writtenTexts(useJobEvents(job.id));
  const posts = texts.filter(({ state }) => state === 'post');
  return (
    <section aria-label="Drafts">
      <h2>
        {job.state === 'queued' ? 'It waits for its turn' : isOver(job.state) ? 'What it wrote' : 'What it writes'}
      </h2>
      <Problem text={job.fault?.message ?? null} />
      {texts.length === 0 && !isOver(job.state) && <p class="waiting">It has not begun to write.</p>}
      {posts.length > 0 && (
        <p aria-live="polite">
          {counted(posts.length, 'draft')} kept. <a href={address('review')}>Look them over</a>
        </p>
      )}
      <div class="drafts">
        {texts.map((text) => (
          <DraftCard key={text.number} text={text} />
        ))}
      </div>
    </section>
  );
}
