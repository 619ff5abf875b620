/**
 * The parts of WebGPU (https://www.w3.org/TR/webgpu/) that this device uses, so that the engine compiles without the types of a
 * browser. `navigator.gpu` and what the npm package webgpu creates both fit.
 */
export interface Gpu {
  requestAdapter(options?: { readonly powerPreference?: 'high-performance' | 'low-power' }): Promise<GpuAdapter | null>;
}

export interface GpuAdapter {
  readonly features: { has(name: string): boolean };
  readonly limits: GpuLimits;
  readonly info: GpuAdapterInfo;
  requestDevice(descriptor?: {
    readonly requiredFeatures?: string[];
    readonly requiredLimits?: Record<string, number>;
  }): Promise<GpuDevice>;
}

export interface GpuAdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** Threads that run in step; they can be of any number between the two. */
  readonly subgroupMinSize?: number;
  readonly subgroupMaxSize?: number;
  /** What matrix units can do, where the adapter has the experimental feature for them. */
  readonly subgroupMatrixConfigs?: Iterable<GpuMatrixConfig>;
  /** A software implementation. */
  readonly isFallbackAdapter?: boolean;
}

/** Matrix units that multiply (M, K) by (K, N). */
export interface GpuMatrixConfig {
  /** 'f16', 'f32' and others. */
  readonly componentType: string;
  readonly resultComponentType: string;
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

export interface GpuLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
}

export interface GpuDevice {
  readonly limits: GpuLimits;
  readonly queue: GpuQueue;
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  createBuffer(descriptor: { readonly size: number; readonly usage: number }): GpuBuffer;
  createShaderModule(descriptor: { readonly code: string; readonly label?: string }): GpuShaderModule;
  createBindGroupLayout(descriptor: { readonly entries: readonly GpuLayoutEntry[] }): GpuBindGroupLayout;
  createPipelineLayout(descriptor: { readonly bindGroupLayouts: readonly GpuBindGroupLayout[] }): GpuPipelineLayout;
  createComputePipeline(descriptor: {
    readonly label?: string;
    readonly layout: GpuPipelineLayout;
    readonly compute: { readonly module: GpuShaderModule; readonly entryPoint: string };
  }): GpuPipeline;
  createBindGroup(descriptor: {
    readonly layout: GpuBindGroupLayout;
    readonly entries: readonly GpuBinding[];
  }): GpuBindGroup;
  createCommandEncoder(): GpuEncoder;
  pushErrorScope(filter: 'validation' | 'out-of-memory' | 'internal'): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
  addEventListener(type: 'uncapturederror', listener: (event: never) => void): void;
  destroy(): void;
}

export interface GpuQueue {
  submit(commands: readonly GpuCommands[]): void;
  writeBuffer(buffer: GpuBuffer, offset: number, data: ArrayBufferView, dataOffset?: number, size?: number): void;
  onSubmittedWorkDone(): Promise<unknown>;
}

export interface GpuBuffer {
  readonly size: number;
  mapAsync(mode: number, offset?: number, size?: number): Promise<unknown>;
  getMappedRange(offset?: number, size?: number): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

export interface GpuLayoutEntry {
  readonly binding: number;
  readonly visibility: number;
  readonly buffer: {
    readonly type: 'uniform' | 'storage' | 'read-only-storage';
    readonly hasDynamicOffset?: boolean;
  };
}

export interface GpuBinding {
  readonly binding: number;
  readonly resource: { readonly buffer: GpuBuffer; readonly offset?: number; readonly size?: number };
}

export interface GpuEncoder {
  beginComputePass(): GpuPass;
  copyBufferToBuffer(from: GpuBuffer, fromOffset: number, to: GpuBuffer, toOffset: number, size: number): void;
  finish(): GpuCommands;
}

export interface GpuPass {
  setPipeline(pipeline: GpuPipeline): void;
  setBindGroup(index: number, group: GpuBindGroup, dynamicOffsets?: readonly number[]): void;
  dispatchWorkgroups(x: number, y?: number, z?: number): void;
  end(): void;
}

declare const kind: unique symbol;
export interface GpuShaderModule {
  readonly [kind]?: 'shader';
  getCompilationInfo(): Promise<{
    readonly messages: readonly { readonly type: string; readonly lineNum: number; readonly message: string }[];
  }>;
}
export interface GpuBindGroupLayout {
  readonly [kind]?: 'bind group layout';
}
export interface GpuPipelineLayout {
  readonly [kind]?: 'pipeline layout';
}
export interface GpuPipeline {
  readonly [kind]?: 'pipeline';
}
export interface GpuBindGroup {
  readonly [kind]?: 'bind group';
}
export interface GpuCommands {
  readonly [kind]?: 'commands';
}

/** Flags of the specification: GPUBufferUsage, GPUMapMode and GPUShaderStage. */
export const MAP_READ = 0x1;
export const COPY_SRC = 0x4;
export const COPY_DST = 0x8;
export const UNIFORM = 0x40;
export const STORAGE = 0x80;
export const MAP_MODE_READ = 0x1;
export const STAGE_COMPUTE = 0x4;
