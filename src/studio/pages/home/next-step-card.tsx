import type { Examination } from '../../../pipeline/doctor/examination.ts';
import { startJob } from '../core/api.ts';
import { useAction, useActiveJob } from '../core/hooks.ts';
import { go } from '../core/router.ts';
import { Problem } from '../parts/problem.tsx';

/** What to do next, as one button. */
export function NextStepCard({ found }: { readonly found: Examination }) {
  const training = useActiveJob('run', 'train');
  const { command, because } = found.next;
  const step = training === null ? stepOf(command) : { label: 'Watch it learn', act: async () => go('learn') };
  const action = useAction(step?.act ?? (async () => {}));
  return (
    <section class="card next" aria-label="The next step">
      <p>{training === null ? because.replace(/:$/, '.') : 'It is learning from your posts.'}</p>
      {step !== null && (
        <button type="button" class="primary" disabled={action.isBusy} onClick={() => action.run()}>
          {step.label}
        </button>
      )}
      <Problem text={action.problem} />
    </section>
  );
}

interface Step {
  readonly label: string;
  readonly act: () => Promise<unknown>;
}

/** The button for a command that `doctor` suggests; null if something must be done by hand. */
function stepOf(command: string | null): Step | null {
  const [, name, first] = command?.split(/\s+/) ?? [];
  const to = (page: string, label: string): Step => ({ label, act: async () => go(page) });
  switch (name) {
    case 'run':
      return to('learn', 'Teach it your voice');
    case 'review':
      return to('review', 'Look over the drafts');
    case 'publish':
      return to('calendar', 'Publish');
    case 'download':
      return { label: `Download ${first}`, act: () => startJob('download', { model: first }) };
    case 'models':
      return to('learn', 'Choose a model');
    case 'doctor':
      return to('learn', 'Watch it learn');
    default:
      return null;
  }
}
