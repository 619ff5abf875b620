import { join } from 'pathe';
import { architectures } from '../../engine/models/architectures.ts';
import { type KnownModel, knownModels } from '../../project/known-models.ts';
import { isFolder } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { recipes } from '../settings/recipes.ts';

/** A model worth downloading on this machine. */
export interface ModelProposal {
  readonly name: string;
  /** Approximate size of the download; null if unknown. */
  readonly bytes: number | null;
  readonly licence: string;
  /** Minutes that `tpdne run` takes with it on this machine, for a blog of the size of the example. */
  readonly minutes: number;
}

/** What a training may use. */
export interface Means {
  /** Bytes of free memory. */
  readonly availableBytes: number;
  readonly cores: number;
}

/**
 * The models that are proposed, from the weakest to the strongest by published evaluations: one per size, and none that
 * needs an account.
 */
export const proposedNames: readonly string[] = [
  '124M',
  'smollm2-135m',
  'smollm2-360m',
  'qwen3-0.6b',
  'smollm2-1.7b',
  'smollm3-3b',
];

/**
 * Memory of a training of all weights, in bytes per parameter: weights, gradients and the two moments of AdamW in float32
 * are 16, and what a window of 1,024 tokens keeps for the backward pass is the rest (2.7 GB for GPT-2 124M).
 */
const BYTES_PER_PARAMETER = 22;

/**
 * Memory of a training of an adapter: the weights beside it are kept in bfloat16, and a window of 1,024 tokens and the adapter
 * take about as much as the program itself (1.0 GB in all for SmolLM2 135M; see docs/training.md).
 */
const ADAPTER_BYTES_PER_PARAMETER = 2;
const ADAPTER_BYTES = 7.5e8;

/** Bytes of a training of all weights, by rule of thumb: for models whose shape is not known before they are downloaded. */
export function usualTrainingBytes(parameters: number): number {
  return parameters * BYTES_PER_PARAMETER;
}

/** The same of a training of an adapter. */
export function usualAdapterBytes(parameters: number): number {
  return parameters * ADAPTER_BYTES_PER_PARAMETER + ADAPTER_BYTES;
}

/** A step of 1,024 tokens takes 2.4 s for GPT-2 124M on two cores. */
const STEP_MINUTES_PER_PARAMETER = 2.4 / 60 / 124_439_808;
const CORES_MEASURED = 2;

/** A first training that takes longer is not proposed. */
const PATIENCE_MINUTES = 60;

/**
 * Minutes of a training with the defaults of `tpdne run`: measured if they are known, else by the number of parameters and the
 * fewest steps of the recipe.
 */
export function trainingMinutes(
  { minutes, parameters, modelType }: Pick<KnownModel, 'minutes' | 'parameters' | 'modelType'>,
  cores: number,
): number {
  const { fewest_steps } = modelType === 'gpt2' ? recipes.base : recipes.modern;
  return ((minutes ?? parameters * STEP_MINUTES_PER_PARAMETER * fewest_steps) * CORES_MEASURED) / cores;
}

/** Whether this program has the architecture of a known model. */
export function isSupported({ modelType }: KnownModel): boolean {
  return architectures.some(({ name }) => name === modelType);
}

/** The strongest model that can be trained here within an hour; null if there is none. */
export function strongestFitting(models: readonly KnownModel[], { availableBytes, cores }: Means): KnownModel | null {
  const fitting = models.filter(
    (model) =>
      isSupported(model) &&
      usualTrainingBytes(model.parameters) <= availableBytes &&
      trainingMinutes(model, cores) <= PATIENCE_MINUTES,
  );
  const ranks = fitting.map(({ name }) => proposedNames.indexOf(name));
  const strongest = Math.max(-1, ...ranks);
  return strongest < 0 ? null : fitting[ranks.indexOf(strongest)];
}

/** What a training may use on this machine; two cores if their number is unknown. */
export function meansOf({ machine, devices }: Pick<Project, 'machine' | 'devices'>): Means {
  return {
    availableBytes: machine.availableMemoryBytes(),
    cores: devices.facts().physicalCores ?? CORES_MEASURED,
  };
}

/** The strongest model that fits this machine; null if it, or a named model as large, is in models/ already. */
export async function proposeModel(project: Project): Promise<ModelProposal | null> {
  const { root, files } = project;
  const means = meansOf(project);
  const best = strongestFitting(knownModels, means);
  if (best === null) return null;
  for (const { name, parameters } of knownModels.filter(isSupported)) {
    if (parameters >= best.parameters && (await isFolder(files, join(root, 'models', name)))) return null;
  }
  const { name, bytes, licence } = best;
  return { name, bytes, licence, minutes: trainingMinutes(best, means.cores) };
}
