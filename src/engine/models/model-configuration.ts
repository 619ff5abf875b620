import type { Architecture, Shape, TextMarks } from './architecture.ts';
import type { Convention, Layout } from './convention.ts';
import { type ParameterSpec, parameterCount } from './parameters.ts';
import type { Stack } from './stack.ts';
import type { Weights } from './weights.ts';

/** Everything about one model except its weights: its architecture, and the values that only the architecture reads. */
export class ModelConfiguration {
  readonly architecture: Architecture;
  readonly values: unknown;
  readonly shape: Shape;

  constructor(architecture: Architecture, values: unknown) {
    this.architecture = architecture;
    this.values = values;
    this.shape = architecture.shape(values);
  }

  /** The parameter table, in the order of a `ParameterSet`. */
  get parameters(): readonly ParameterSpec[] {
    return this.architecture.parameters(this.values);
  }

  /** How many numbers the model has. */
  get parameterCount(): number {
    return parameterCount(this.parameters);
  }

  stack(weights: Weights): Stack {
    return this.architecture.stack(this.values, weights);
  }

  /** The same model with some of its shape changed. Throws ConfigurationFault naming `source`. */
  reshaped(changes: Partial<Shape>, source: string): ModelConfiguration {
    return new ModelConfiguration(this.architecture, this.architecture.reshaped(this.values, changes, source));
  }

  /** How this layout stores the model; null if it cannot. */
  convention(layout: Layout): Convention | null {
    return this.architecture.conventions(this.values)[layout] ?? null;
  }

  /** The names of the files that describe the model. */
  get fileNames(): readonly string[] {
    return this.architecture.configFiles.map(({ name }) => name);
  }

  /**
   * The text of such a file. `more` is added to it, such as `torch_dtype`, without which the weights next to config.json are
   * taken for float32. Throws RangeError for a file that the architecture does not have.
   */
  fileText(name: string, marks: TextMarks, more: object = {}): string {
    const file = this.architecture.configFiles.find((file) => file.name === name);
    if (file === undefined) throw new RangeError(`${this.architecture.title} has no ${name}.`);
    return `${JSON.stringify({ ...file.format(this.values, marks), ...more }, null, 2)}\n`;
  }
}
