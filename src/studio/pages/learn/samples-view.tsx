import type { Sample } from '../../../pipeline/train/sample-history.ts';
import type { RecordedValidation } from '../../protocol.ts';
import { counted } from '../core/words.ts';
import { sampleTable } from './samples.ts';

export interface SamplesViewProps {
  readonly samples: readonly Sample[];
  readonly validations: readonly RecordedValidation[];
}

/** What it wrote on its way, a column for each step: the same beginnings, so that only the model differs. */
export function SamplesView({ samples, validations }: SamplesViewProps) {
  if (samples.length === 0) return null;
  const { steps, rows } = sampleTable(samples);
  const lossAt = new Map(validations.map(({ step, loss }) => [step, loss]));
  return (
    <section class="card" aria-labelledby="samples-title">
      <h2 id="samples-title">What it wrote on its way</h2>
      <p class="small">Each row has the same beginning and the same seed: only the model differs.</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <section class="samples" aria-label="Samples by step" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {steps.map((step) => (
                <th key={step} scope="col">
                  after {counted(step, 'step')}
                  {lossAt.has(step) && <span class="unit"> · {lossAt.get(step)!.toFixed(2)} held out</span>}
                </th>
              ))}
            </tr>
          </thead>
          {rows.map(({ prompt, number, texts }) => (
            <tbody key={`${number} ${prompt}`}>
              {prompt !== '' && (
                <tr>
                  <th scope="rowgroup" colSpan={steps.length}>
                    {prompt}
                  </th>
                </tr>
              )}
              <tr>
                {texts.map((text, i) => (
                  <td key={steps[i]}>
                    <SampleText prompt={prompt} text={text} />
                  </td>
                ))}
              </tr>
            </tbody>
          ))}
        </table>
      </section>
    </section>
  );
}

function SampleText({ prompt, text }: { readonly prompt: string; readonly text: string | null }) {
  if (text === null) return null;
  if (prompt === '' || !text.startsWith(prompt)) return <>{text.trim()}</>;
  return (
    <>
      <strong>{prompt}</strong>
      {text.slice(prompt.length).trimEnd()}
    </>
  );
}
