import type { RunSummary } from '../../protocol.ts';
import { useEnded, useGet } from '../core/hooks.ts';
import { address, type Route } from '../core/router.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';
import { ComparePage } from './compare-page.tsx';
import { RunPage } from './run-page.tsx';
import { RunsOverview } from './runs-overview.tsx';
import '../style/learn.css';
import '../style/runs.css';

/** All runs, one of them, or two models side by side. */
export function RunsPage({ route }: { readonly route: Route }) {
  const ended = useEnded('run', 'train', 'remove', 'report');
  const runs = useGet<RunSummary[]>('/runs', [ended]);
  const [first] = route.rest;
  if (first === 'compare' && runs.value !== null) return <ComparePage runs={runs.value} route={route} />;
  if (first === 'run') {
    const name = route.rest[1] ?? '';
    return <RunPage key={name} name={name} runs={runs.value} />;
  }
  return (
    <>
      <h1>Runs</h1>
      <Problem text={runs.problem} />
      {runs.value === null && runs.problem === null && <p class="waiting">Looking at checkpoint/ …</p>}
      {runs.value?.length === 0 && (
        <p>
          Nothing has learned here yet. <a href={address('learn')}>Teach a model your voice</a>.
        </p>
      )}
      {runs.value !== null && runs.value.length > 0 && <RunsOverview runs={runs.value} />}
      <CommandLine line="tpdne doctor" />
    </>
  );
}
