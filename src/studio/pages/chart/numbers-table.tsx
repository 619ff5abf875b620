import { duration } from '../core/words.ts';
import { tableRows } from './table-rows.ts';
import type { TrainingCurve } from './training-curve.ts';

/** The chart as numbers, for those who cannot see it, or want to copy them. */
export function NumbersTable({ curve, smooth }: { readonly curve: TrainingCurve; readonly smooth: readonly number[] }) {
  return (
    <details>
      <summary>The same as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <section class="chart-numbers" aria-label="The losses as a table" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th class="number">step</th>
              <th class="number">training loss, smoothed</th>
              <th class="number">on held-out posts</th>
              <th class="number">time</th>
            </tr>
          </thead>
          <tbody>
            {tableRows(curve, smooth).map(({ step, seconds, smooth: loss, heldOut }) => (
              <tr key={step}>
                <td class="number">{step.toLocaleString('en')}</td>
                <td class="number">{loss?.toFixed(3) ?? ''}</td>
                <td class="number">{heldOut?.toFixed(3) ?? ''}</td>
                <td class="number">{seconds === 0 ? '' : duration(seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
