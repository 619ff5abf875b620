import type { RunHistory } from '../../protocol.ts';
import { useGet } from '../core/hooks.ts';
import type { SettingFacts } from '../parts/setting-facts.ts';
import { settingRows } from './setting-rows.ts';

/** The settings of the newest training of a run: those that someone chose first, then the others. */
export function RunSettings({ history }: { readonly history: RunHistory | null }) {
  const table = useGet<SettingFacts[]>('/settings/train');
  const settings = history?.settings ?? null;
  if (settings === null || table.value === null) return null;
  const { chosen, usual } = settingRows(table.value, settings);
  return (
    <section class="card" aria-labelledby="settings-title">
      <h2 id="settings-title">How it was trained</h2>
      {history?.facts != null && <InWords facts={history.facts} />}
      <SettingTable rows={chosen} />
      <details>
        <summary>The other {usual.length} settings, as they are by default</summary>
        <SettingTable rows={usual} />
      </details>
    </section>
  );
}

function InWords({ facts }: { readonly facts: NonNullable<RunHistory['facts']> }) {
  const { dataset, provenance, window, tokensPerStep, precision } = facts;
  const aside = dataset.heldOutPosts === 0 ? '' : `, ${dataset.heldOutPosts} of them held out`;
  return (
    <p>
      {facts.adapterRank === null ? 'All weights' : `An adapter of rank ${facts.adapterRank}`} of {facts.model}, on{' '}
      {dataset.posts.toLocaleString('en')} posts{aside} ({dataset.trainingTokens.toLocaleString('en')} tokens);{' '}
      {tokensPerStep.toLocaleString('en')} tokens a step in windows of {window.toLocaleString('en')}, in {precision},
      with tpdne {provenance.version} on {provenance.device}.
    </p>
  );
}

function SettingTable({ rows }: { readonly rows: readonly (readonly [name: string, value: string])[] }) {
  return (
    <table class="setting-table">
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
