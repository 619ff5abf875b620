import { useEnded, useExamination, useProject } from '../core/hooks.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';
import { NextStepCard } from './next-step-card.tsx';
import { SetUp } from './set-up.tsx';
import { Tiles } from './tiles.tsx';

/** What is there, and the next step: `tpdne doctor` as a page. */
export function HomePage() {
  const project = useProject();
  const changes = useEnded(
    'init',
    'run',
    'train',
    'import',
    'download',
    'publish',
    'approve',
    'hold',
    'discard',
    'remove',
  );
  const examined = useExamination([changes]);
  const found = examined.value;
  const isNew = project.value !== null && project.value.config === null;
  return (
    <>
      <h1>{isNew ? 'Welcome' : 'Home'}</h1>
      <Problem text={project.problem ?? examined.problem} />
      {isNew && <SetUp project={project.value!} found={found} onDone={project.reload} />}
      {!isNew && found !== null && <NextStepCard found={found} />}
      {found === null ? (
        <p class="waiting" aria-live="polite">
          Looking at the machine and at this folder …
        </p>
      ) : (
        <Tiles found={found} />
      )}
      <CommandLine line={isNew ? 'tpdne init' : 'tpdne doctor'} />
    </>
  );
}
