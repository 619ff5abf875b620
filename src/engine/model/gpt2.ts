import type { Device, Tensor } from '../device/device.ts';
import { blockBackward, blockForward, blockGradients, blockParameters } from './block.ts';
import type { ModelConfiguration } from './configuration.ts';
import type { DecodableModel } from './decoder.ts';
import { ParameterSet, parameterTable } from './parameters.ts';
import type { Workspace } from './workspace.ts';

/** GPT-2 (Radford et al., 2019) on a device: a configuration and its parameters. */
export class Gpt2 implements DecodableModel {
  readonly device: Device;
  readonly configuration: ModelConfiguration;
  readonly parameters: ParameterSet;
  readonly cacheType = 'cache32';

  /** Allocates parameters, all zero: fill them with `initialise` or from a checkpoint. */
  constructor(device: Device, configuration: ModelConfiguration) {
    this.device = device;
    this.configuration = configuration;
    this.parameters = new ParameterSet(device, parameterTable(configuration));
  }

  linear(layer: string, x: Tensor, residual: Tensor | null, out: Tensor): void {
    const [weight, bias] = [this.parameters.get(`${layer}.weight`), this.parameters.get(`${layer}.bias`)];
    this.device.linear({ x, weight, bias, residual, out });
  }

  logits(x: Tensor, out: Tensor): void {
    this.device.logits({ x, wte: this.parameters.get('wte.weight'), out });
  }

  free(): void {
    this.parameters.free();
  }
}

/** Token ids (B, T) and the one that should follow each, (B, T), −1 where none is asked; B and T are the workspace's. */
export interface BatchTokens {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
}

/** The mean loss of each target of the batch in nats, without gradients. */
export async function evaluate(model: Gpt2, workspace: Workspace, batch: BatchTokens): Promise<number> {
  recordForward(model, workspace, batch);
  model.device.classifier({
    x: workspace.hidden,
    wte: model.parameters.get('wte.weight'),
    targets: workspace.targets,
    losses: workspace.losses,
    dX: null,
    dWte: null,
    lossScale: 1,
  });
  return meanLoss(model, workspace, batch);
}

/**
 * Forward and backward: adds `gradientScale` times the gradient of the batch's mean loss to `gradients`
 * (parameters left out of that set are frozen) and returns the mean loss in nats.
 */
export async function accumulateGradients(
  model: Gpt2,
  gradients: ParameterSet,
  workspace: Workspace,
  batch: BatchTokens,
  gradientScale = 1,
): Promise<number> {
  if (workspace.mode === 'evaluate') throw new RangeError('A workspace for evaluation keeps nothing for the backward.');
  recordForward(model, workspace, batch);
  recordBackward(model, gradients, workspace, gradientScale / targetCount(batch));
  return meanLoss(model, workspace, batch);
}

function recordForward(model: Gpt2, workspace: Workspace, batch: BatchTokens): void {
  const { device, parameters } = model;
  const { n_layer: L, layer_norm_epsilon: epsilon } = model.configuration;
  const { tokens, targets, positions, residuals, blocks, scratch, finalMean, finalRstd, hidden } = workspace;
  device.write(tokens, batch.inputs);
  device.write(targets, batch.targets);
  const [wte, wpe] = [parameters.get('wte.weight'), parameters.get('wpe.weight')];
  device.embedding({ tokens, positions, wte, wpe, out: residuals[0] });
  for (let l = 0; l < L; l++) {
    const p = blockParameters(parameters, l);
    blockForward(device, p, residuals[l], blocks[l], scratch, residuals[l + 1], epsilon);
  }
  const [weight, bias] = [parameters.get('ln_f.weight'), parameters.get('ln_f.bias')];
  device.layerNorm({ x: residuals[L], weight, bias, out: hidden, mean: finalMean, rstd: finalRstd, epsilon });
}

/** Gradients of lossScale · Σ losses, after `recordForward`. */
function recordBackward(model: Gpt2, gradients: ParameterSet, workspace: Workspace, lossScale: number): void {
  const { device, parameters } = model;
  const { n_layer: L, layer_norm_epsilon: epsilon } = model.configuration;
  const { tokens, targets, positions, losses, residuals, blocks, scratch, hidden, dResidual } = workspace;
  const wte = parameters.get('wte.weight');
  const dWte = gradients.find('wte.weight');
  const dHidden = scratch.dNorm;
  device.classifier({ x: hidden, wte, targets, losses, dX: dHidden, dWte, lossScale });
  // hidden = layerNorm(residuals[L])
  device.fill({ out: dResidual, value: 0 });
  device.layerNormBackward({
    dOut: dHidden,
    x: residuals[L],
    weight: parameters.get('ln_f.weight'),
    mean: workspace.finalMean,
    rstd: workspace.finalRstd,
    dX: dResidual,
    dWeight: gradients.find('ln_f.weight'),
    dBias: gradients.find('ln_f.bias'),
  });
  for (let l = L - 1; l >= 0; l--) {
    const p = blockParameters(parameters, l);
    if (workspace.mode === 'train-saving-memory') {
      // Computes block l's activations again; its output lands where block l+1's input was, as before.
      blockForward(device, p, residuals[l], blocks[l], scratch, residuals[l + 1], epsilon);
    }
    blockBackward(device, p, blockGradients(gradients, l), residuals[l], blocks[l], scratch, dResidual, epsilon);
  }
  // residuals[0] = wte[tokens] + wpe[positions]
  const dWpe = gradients.find('wpe.weight');
  if (dWte !== null || dWpe !== null) {
    device.embeddingBackward({ dOut: dResidual, tokens, positions, dWte, dWpe });
  }
}

async function meanLoss(model: Gpt2, workspace: Workspace, batch: BatchTokens): Promise<number> {
  const losses = await model.device.read(workspace.losses);
  return losses.reduce((sum, loss) => sum + loss, 0) / targetCount(batch);
}

function targetCount({ targets }: BatchTokens): number {
  return targets.reduce((count, target) => count + (target >= 0 ? 1 : 0), 0);
}
