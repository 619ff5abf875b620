import type { RunHistory, RunSummary } from '../../protocol.ts';
import { address } from '../core/router.ts';
import { Term } from '../parts/term.tsx';
import { bitsPerByte, lossAfter } from './bits-per-byte.ts';

export interface RunCheckpointsProps {
  readonly run: RunSummary;
  readonly history: RunHistory | null;
}

/** The checkpoints of a run, with the loss that was measured at each. */
export function RunCheckpoints({ run, history }: RunCheckpointsProps) {
  if (run.checkpoints.length === 0) return null;
  return (
    <section class="card" aria-labelledby="checkpoints-title">
      <h2 id="checkpoints-title">
        <Term name="checkpoint">Checkpoints</Term>
      </h2>
      <table class="checkpoints">
        <thead>
          <tr>
            <th class="number">step</th>
            <th class="number">held-out loss</th>
            <th class="number">bits per byte</th>
            <th>
              <span class="hidden">compare</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {run.checkpoints.map((step) => (
            <tr key={step}>
              <td class="number">
                {step.toLocaleString('en')} {step === run.best && <span class="badge fits">best</span>}
              </td>
              <td class="number">{history === null ? '' : (lossAfter(history, step)?.toFixed(3) ?? '—')}</td>
              <td class="number">{history === null ? '' : (bitsPerByte(history, step)?.toFixed(3) ?? '—')}</td>
              <td>
                <a href={address('runs', ['compare'], { model: `run/${run.name}/${step}` })}>compare</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
