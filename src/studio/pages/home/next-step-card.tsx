import type { Examination } from '../../../pipeline/doctor/examination.ts';
import { startJob } from '../core/api.ts';
import { useAction, useActiveJob } from '../core/hooks.ts';
import { go } from '../core/router.ts';
import { transport } from '../core/transport.ts';
import { Problem } from '../parts/problem.tsx';

/** Said instead of how to publish. */
const IN_TABS = 'You have approved drafts. A tab cannot publish: download them in Review, for your site.';

/** What to do next, as one button. */
export function NextStepCard({ found }: { readonly found: Examination }) {
  const training = useActiveJob('run', 'train');
  const { command, because } = found.next;
  const isTab = transport().place === 'tab';
  const reason = isTab && command?.startsWith('tpdne publish') ? IN_TABS : because;
  const step = training === null ? stepOf(command, isTab) : { label: 'Watch it learn', act: async () => go('learn') };
  const action = useAction(step?.act ?? (async () => {}));
  return (
    <section class="card next" aria-label="The next step">
      <p>{training === null ? reason.replace(/:$/, '.') : 'It is learning from your posts.'}</p>
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
function stepOf(command: string | null, isTab: boolean): Step | null {
  const [, name, first] = command?.split(/\s+/) ?? [];
  const to = (page: string, label: string): Step => ({ label, act: async () => go(page) });
  switch (name) {
    case 'run':
      return to('learn', 'Teach it your voice');
    case 'review':
      return to('review', 'Look over the drafts');
    case 'publish':
      return isTab ? to('review', 'Look at the drafts') : to('calendar', 'Publish');
    case 'download':
      if (isTab) return to('learn', 'Choose a model');
      return { label: `Download ${first}`, act: () => startJob('download', { model: first }) };
    case 'models':
      return to('learn', 'Choose a model');
    case 'doctor':
      return to('learn', 'Watch it learn');
    default:
      return null;
  }
}
