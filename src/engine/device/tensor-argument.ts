import type { ArgumentType } from './data-types.ts';

/** How a kernel touches a tensor. */
export type Access = 'reads' | 'overwrites' | 'adds' | 'updates';

/** A tensor that a kernel takes, and what it does with it. */
export interface TensorArgument<
  Optional extends boolean = boolean,
  Type extends ArgumentType = ArgumentType,
  Axis extends string = string,
> {
  readonly access: Access;
  readonly shape: readonly Axis[];
  readonly dtype: Type;
  readonly optional: Optional;
}

/** What a kernel takes, by name: its tensors, and its numbers. */
export interface Operation {
  readonly tensors: Readonly<Record<string, TensorArgument>>;
  readonly scalars: readonly string[];
}

/** 'B T 3C' becomes 'B' | 'T' | '3C'. */
type Axes<Shape extends string> = Shape extends `${infer First} ${infer Rest}` ? First | Axes<Rest> : Shape;

const argument =
  (access: Access) =>
  <const Shape extends string, const Type extends ArgumentType = 'float32'>(
    shape: Shape,
    dtype = 'float32' as Type,
  ): TensorArgument<false, NoInfer<Type>, Axes<Shape>> => ({
    access,
    shape: shape.split(' ') as Axes<Shape>[],
    dtype,
    optional: false,
  });
export const reads = argument('reads');
export const overwrites = argument('overwrites');
export const adds = argument('adds');
export const updates = argument('updates');
export const optional = <Type extends ArgumentType, Axis extends string>(
  required: TensorArgument<false, Type, Axis>,
): TensorArgument<true, Type, Axis> => ({ ...required, optional: true });

export function operation<const T extends Record<string, TensorArgument>, const S extends string = never>(
  tensors: T,
  scalars: readonly S[] = [],
): { readonly tensors: T; readonly scalars: readonly S[] } {
  return { tensors, scalars };
}
