import { isAddress } from '../../blog/import/addresses.ts';
import { exists } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** One of the datasets of a training. */
export interface Dataset {
  readonly path: string;
  /** Null: none was given. See `TokenPart`. */
  readonly weight: number | null;
}

/** A number, or what was meant as one. */
const WEIGHT = /^(.+)=([-+]?[\d.]+(?:e[-+]?\d+)?)$/i;

/**
 * The datasets that `dataset` names: 'posts', or 'posts=0.3' with a weight. What exists by its whole name is a path, whatever
 * is in that name. Throws SettingFault for a weight that is not above 0.
 */
export async function parseDatasets({ files }: Project, given: readonly string[]): Promise<Dataset[]> {
  const datasets: Dataset[] = [];
  for (const text of given) {
    const [, path, number] = WEIGHT.exec(text) ?? [];
    if (path === undefined || (await exists(files, text)) || isAddress(text))
      datasets.push({ path: text, weight: null });
    else {
      const weight = Number(number);
      if (!(Number.isFinite(weight) && weight > 0)) {
        throw new SettingFault('dataset', `\`dataset\` ${text}: the weight ${number} must be a number above 0.`);
      }
      datasets.push({ path, weight });
    }
  }
  return datasets;
}
