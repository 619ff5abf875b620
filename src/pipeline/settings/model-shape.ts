import type { Shape } from '../../engine/models/architecture.ts';

/** The settings for the shape of a model that starts from random weights, and which part of the shape each one sets. */
const shapeOf = { n_layer: 'blocks', n_head: 'heads', n_embd: 'width', n_ctx: 'context' } as const satisfies Record<
  string,
  keyof Shape
>;

export type ShapeSetting = keyof typeof shapeOf;

/** The requested shape; null means the base model's value. */
export type ShapeSettings = Readonly<Record<ShapeSetting, number | null>>;

export const anyShape: ShapeSettings = { n_layer: null, n_head: null, n_embd: null, n_ctx: null };

/** The settings that were given, as [setting, part of the shape, value]. */
export function givenShape(settings: ShapeSettings): readonly (readonly [ShapeSetting, keyof Shape, number])[] {
  return (Object.keys(shapeOf) as ShapeSetting[]).flatMap((name) => {
    const value = settings[name];
    return value === null ? [] : [[name, shapeOf[name], value] as const];
  });
}
