/** The parts of WebAssembly that this device uses, so that the engine compiles without the types of a browser. */
interface WebAssemblyHere {
  readonly Memory: new (descriptor: MemoryDescriptor) => WasmMemory;
  readonly Instance: new (module: WasmModule, imports: Imports) => { readonly exports: unknown };
  readonly RuntimeError: new () => Error;
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<WasmModule>;
}

/** In pages of 64 KiB. */
interface MemoryDescriptor {
  readonly initial: number;
  readonly maximum: number;
  readonly shared: boolean;
}

type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface WasmMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
}

/** A compiled module, which can be sent to a worker. */
export type WasmModule = object;

declare const WebAssembly: WebAssemblyHere | undefined;

/** Of this runtime; null where it has none. */
export const webAssembly: WebAssemblyHere | null = typeof WebAssembly === 'undefined' ? null : WebAssembly;
