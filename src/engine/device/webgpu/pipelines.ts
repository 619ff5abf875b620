import { GpuShaderFault } from './faults.ts';
import { type GpuBindGroupLayout, type GpuDevice, type GpuPipeline, STAGE_COMPUTE } from './gpu.ts';
import { type Choices, type Shader, specialised } from './shader.ts';

/** Bytes between the parameters of two dispatches: the alignment of offsets that every device takes. */
export const SLOT_BYTES = 256;

/** A compiled shader, and the bindings that it takes in their order. */
export interface Program {
  readonly id: number;
  readonly pipeline: GpuPipeline;
  readonly layout: GpuBindGroupLayout;
  /** The tensors of each binding: one, or those merged into it. */
  readonly bindings: readonly { readonly holder: string; readonly tensors: readonly string[] }[];
}

/** Compiles each shader once for each set of choices. */
export class Pipelines {
  readonly #device: GpuDevice;
  readonly #programs = new Map<string, Program>();
  readonly #layouts = new Map<string, GpuBindGroupLayout>();
  readonly #onFault: (check: Promise<unknown>) => void;
  readonly parametersLayout: GpuBindGroupLayout;

  /** `onFault` receives a promise for each compilation, which rejects with GpuShaderFault. */
  constructor(device: GpuDevice, onFault: (check: Promise<unknown>) => void) {
    this.#device = device;
    this.#onFault = onFault;
    this.parametersLayout = device.createBindGroupLayout({
      entries: [{ binding: 0, visibility: STAGE_COMPUTE, buffer: { type: 'uniform', hasDynamicOffset: true } }],
    });
  }

  /** `merged`: the binding that holds a tensor, for tensors that share a buffer. */
  find(shader: Shader, merged: ReadonlyMap<string, string>, choices: Choices): Program {
    const key = `${shader.name} ${JSON.stringify(choices)} ${[...merged].join(' ')}`;
    const known = this.#programs.get(key);
    if (known) return known;
    const program = this.#compile(key, shader, merged, choices);
    this.#programs.set(key, program);
    return program;
  }

  #compile(key: string, shader: Shader, merged: ReadonlyMap<string, string>, choices: Choices): Program {
    const held = shader.bindings.filter(({ name }) => (merged.get(name) ?? name) === name);
    const bindings = held.map(({ name }) => {
      return { holder: name, tensors: shader.bindings.map((b) => b.name).filter((t) => (merged.get(t) ?? t) === name) };
    });
    const layout = this.#layoutOf(held.map(({ name, isWritten }) => isWritten || merged.has(name)));
    this.#device.pushErrorScope('validation');
    const code = specialised(shader, merged, choices);
    const module = this.#device.createShaderModule({ code, label: shader.name });
    const pipeline = this.#device.createComputePipeline({
      label: key,
      layout: this.#device.createPipelineLayout({ bindGroupLayouts: [layout, this.parametersLayout] }),
      compute: { module, entryPoint: 'main' },
    });
    this.#onFault(
      this.#device.popErrorScope().then((error) => {
        if (error === null) return;
        throw new GpuShaderFault(
          `The GPU's driver refused the shader ${shader.name}: ${error.message}. ` +
            'Use --device cpu, and report this with the name of the GPU.',
        );
      }),
    );
    return { id: this.#programs.size, pipeline, layout, bindings };
  }

  #layoutOf(written: readonly boolean[]): GpuBindGroupLayout {
    const key = written.join();
    const known = this.#layouts.get(key);
    if (known) return known;
    const layout = this.#device.createBindGroupLayout({
      entries: written.map((isWritten, binding) => {
        return { binding, visibility: STAGE_COMPUTE, buffer: { type: isWritten ? 'storage' : 'read-only-storage' } };
      }),
    });
    this.#layouts.set(key, layout);
    return layout;
  }
}
