/**
 * A shader, and what its declarations say of it. Every `.wgsl` file declares
 *
 *     struct Params { x_at: u32, …, E: u32, value: f32 }
 *     @group(0) @binding(0) var<storage, read> x: array<f32>;      … one for each tensor
 *     @group(1) @binding(0) var<uniform> params: Params;
 *
 * where `<tensor>_at` is the element of the binding at which the tensor begins, filled in by the device; all other fields are
 * numbers of the dispatch by their names. `const NAME: type = value;` at the start of a line can be replaced by the
 * dispatch: choices that the compiler of the GPU folds.
 */
export interface Shader {
  readonly name: string;
  readonly source: string;
  readonly bindings: readonly Binding[];
  readonly fields: readonly Field[];
  /** The same with operands of products rounded to float16. */
  readonly float16?: Shader;
}

export interface Binding {
  readonly name: string;
  readonly isWritten: boolean;
  /** 'array<f32>'. */
  readonly type: string;
}

export interface Field {
  readonly name: string;
  readonly type: 'u32' | 'f32';
}

/** Values for the constants of a shader. */
export type Choices = Readonly<Record<string, number | boolean>>;

const BINDING = /^@group\(0\) @binding\(\d+\) var<storage, (read|read_write)> (\w+): (array<\w+>);\n/gm;
const CONSTANT = /^const (\w+): (\w+) = [^;]+;/gm;

/** Reads the declarations of a shader; `parts` are WGSL texts that are compiled together. */
export function shader(name: string, ...parts: readonly string[]): Shader {
  const source = parts.join('\n');
  const bindings = [...source.matchAll(BINDING)].map(([, access, tensor, type]) => {
    return { name: tensor, isWritten: access === 'read_write', type };
  });
  const [, body] = /struct Params \{([^}]*)\}/.exec(source) ?? ['', ''];
  const fields = [...body.matchAll(/(\w+): (u32|f32),/g)].map(([, field, type]) => {
    return { name: field, type: type as Field['type'] };
  });
  return { name, source, bindings, fields };
}

/**
 * The text to compile, its bindings numbered in their order. Tensors that share a buffer which is written are one binding: WebGPU forbids two that overlap, or one of
 * them read and the other written, so each of `merged` is known by the name of the binding that holds it.
 */
export function specialised({ source }: Shader, merged: ReadonlyMap<string, string>, choices: Choices): string {
  let text = source.replace(CONSTANT, (whole, constant, type) => {
    return constant in choices ? `const ${constant}: ${type} = ${literal(choices[constant], type)};` : whole;
  });
  let binding = 0;
  text = text.replace(BINDING, (_, __, tensor, type) => {
    if (merged.get(tensor) !== tensor && merged.has(tensor)) return '';
    const access = merged.has(tensor) ? 'read_write' : accessOf(source, tensor);
    return `@group(0) @binding(${binding++}) var<storage, ${access}> ${tensor}: ${type};\n`;
  });
  for (const [tensor, holder] of merged) {
    if (tensor !== holder) text = text.replace(new RegExp(`(?<![.\\w])${tensor}\\b`, 'g'), holder);
  }
  return text;
}

function accessOf(source: string, tensor: string): string {
  return [...source.matchAll(BINDING)].find(([, , name]) => name === tensor)![1];
}

function literal(value: number | boolean, type: string): string {
  if (type === 'bool') return String(Boolean(value));
  return type === 'f32' ? `f32(${value})` : `${Number(value)}${type === 'u32' ? 'u' : ''}`;
}
