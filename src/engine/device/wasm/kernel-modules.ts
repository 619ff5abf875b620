import { type WasmModule, webAssembly } from './web-assembly.ts';

/** The modules that scripts/build-wasm.mjs makes, best first. */
const MODULES = [
  { file: 'kernels-relaxed-simd.wasm', instructionSet: 'wasm-relaxed-simd', forPeople: 'relaxed SIMD' },
  { file: 'kernels-simd.wasm', instructionSet: 'wasm-simd', forPeople: 'SIMD' },
] as const;

/** The name of a module's file. */
export type KernelFile = (typeof MODULES)[number]['file'];
/** The vector instructions of a module. */
export type WasmInstructionSet = (typeof MODULES)[number]['instructionSet'];

/** What a module is. */
export interface KernelModule {
  readonly file: KernelFile;
  readonly instructionSet: WasmInstructionSet;
  readonly forPeople: string;
}

/** A program of one function that returns a vector: four zeros made into one, or three of these multiplied and added. */
const ZEROS = [0x41, 0x00, 0xfd, 0x0f];
const PROBES: Readonly<Record<WasmInstructionSet, Uint8Array>> = {
  'wasm-simd': probe(ZEROS),
  'wasm-relaxed-simd': probe([...ZEROS, ...ZEROS, ...ZEROS, 0xfd, 0x85, 0x02]),
};

function probe(instructions: readonly number[]): Uint8Array {
  const body = [0x00, ...instructions, 0x0b];
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
    ...[0x03, 0x02, 0x01, 0x00],
    ...[0x0a, body.length + 2, 0x01, body.length, ...body],
  );
}

/** The modules that this runtime can run, best first; none where it has no WebAssembly or no vectors. */
export function supportedModules(): readonly KernelModule[] {
  return MODULES.filter(({ instructionSet }) => webAssembly?.validate(PROBES[instructionSet]) ?? false);
}

/** A module of its bytes. */
export function compileModule(bytes: Uint8Array): Promise<WasmModule> {
  return webAssembly!.compile(bytes);
}
