import type { OperationName, Operations } from '../operations.ts';
import type { TensorArgument } from '../tensor-argument.ts';

/**
 * A kernel of the reference device: a plain function of the operation's tensors (as typed arrays), its
 * dimensions (by shape letter) and its scalars, all by the names of the table.
 */
export type Kernel<Name extends OperationName> = (call: Call<Name>) => Work;

/**
 * What a kernel returns: nothing when it is short, else a generator that yields the multiply-adds done
 * since its last yield, so that the queue can give the event loop a turn in the middle of a long product.
 */
export type Work = Generator<number, void> | void;

/** All that a kernel receives: `{ x, weight, N, C, epsilon, … }: Call<'layerNorm'>`. */
export type Call<Name extends OperationName> = Arrays<Operations[Name]['tensors']> & {
  readonly [Letter in Letters<Operations[Name]['tensors']>]: number;
} & {
  readonly [Scalar in Operations[Name]['scalars'][number]]: number;
};

type Arguments = Readonly<Record<string, TensorArgument>>;

type Arrays<Tensors extends Arguments> = {
  readonly [Key in keyof Tensors]:
    | (Tensors[Key]['dtype'] extends 'int32' ? Int32Array : Float32Array)
    | (Tensors[Key] extends TensorArgument<true> ? null : never);
};

/** The letters in the shapes of all arguments: F for '2F'; ONE is no letter. BITS are those of what is packed, a table or a cache. */
type Letters<Tensors extends Arguments> =
  | (Letter<Tensors[keyof Tensors]['shape'][number]> & string)
  | (Extract<Tensors[keyof Tensors], { readonly dtype: 'packed' | 'table' | 'cache' }> extends never ? never : 'BITS');

type Letter<Axis extends string> = Axis extends 'ONE' ? never : Axis extends `${number}${infer Name}` ? Name : Axis;
