import { type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts';

/** What native/src/wasm/library.cpp exports. Addresses come as signed numbers of 32 bits. */
export interface KernelExports {
  readonly __stack_pointer: { value: number };
  tpdne_operation(index: number): number;
  tpdne_command_layout(): number;
  tpdne_start(threads: number): void;
  tpdne_allocate(bytes: number): number;
  tpdne_free(address: number, bytes: number): void;
  tpdne_run(command: number): number;
  tpdne_recover(): number;
  tpdne_error(): number;
  tpdne_help(thread: number, isBack: number): void;
  tpdne_stop(): void;
}

/** An instance of the kernels over this memory. */
export function instanceOf(module: WasmModule, memory: WasmMemory): KernelExports {
  const imports = { env: { memory }, math: { log: Math.log, pow: Math.pow } };
  return new webAssembly!.Instance(module, imports).exports as KernelExports;
}

/** Whether this is how WebAssembly ends a call that cannot go on. */
export function isTrap(error: unknown): boolean {
  return error instanceof webAssembly!.RuntimeError;
}

/** Runs the command at this address, on a thread whose stack begins at `stackTop`. False if it failed. */
export function runCommand(kernels: KernelExports, command: number, stackTop: number): boolean {
  try {
    return kernels.tpdne_run(command) === 0;
  } catch (error) {
    if (!isTrap(error)) throw error;
    kernels.__stack_pointer.value = stackTop;
    return kernels.tpdne_recover() === 0;
  }
}
