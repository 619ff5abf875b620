import type { Shape } from '../../engine/models/architecture.ts';
import { group, inSection } from './settings-table.ts';

export const shapeSettings = group(
  'Shape of a model that starts from random weights',
  inSection('model', {
    n_layer: {
      type: 'integer',
      unit: 'blocks',
      min: 1,
      default: null,
      absent: "the base model's",
      help: 'Transformer blocks.',
    },
    n_head: {
      type: 'integer',
      unit: 'heads',
      min: 1,
      default: null,
      absent: "the base model's",
      help: 'Attention heads per block; must divide n_embd.',
    },
    n_embd: {
      type: 'integer',
      unit: 'channels',
      min: 1,
      default: null,
      absent: "the base model's",
      help: 'Channels of the residual stream.',
    },
    n_ctx: {
      type: 'integer',
      unit: 'tokens',
      min: 2,
      default: null,
      absent: "the window, or the base model's",
      help: 'Tokens that the model can look back on.',
    },
  }),
);

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
