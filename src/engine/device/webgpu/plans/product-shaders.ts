import type { MatrixUnits } from '../matrix-units.ts';
import { type Choices, type Shader, shader } from '../shader.ts';
import bfloat16Wgsl from '../shaders/bfloat16.wgsl' with { type: 'text' };
import keptWgsl from '../shaders/kept.wgsl' with { type: 'text' };
import matmulWgsl from '../shaders/matmul.wgsl' with { type: 'text' };
import matmulFewRowsWgsl from '../shaders/matmul-few-rows.wgsl' with { type: 'text' };
import matmulLargeWgsl from '../shaders/matmul-large.wgsl' with { type: 'text' };
import matmulMatrixUnitsWgsl from '../shaders/matmul-matrix-units.wgsl' with { type: 'text' };
import matmulTiledWgsl from '../shaders/matmul-tiled.wgsl' with { type: 'text' };
import operandFloat16Wgsl from '../shaders/operand-float16.wgsl' with { type: 'text' };
import operandFloat32Wgsl from '../shaders/operand-float32.wgsl' with { type: 'text' };
import operandsWgsl from '../shaders/operands.wgsl' with { type: 'text' };
import productWgsl from '../shaders/product.wgsl' with { type: 'text' };
import rightBfloat16Wgsl from '../shaders/right-bfloat16.wgsl' with { type: 'text' };
import rightFloat32Wgsl from '../shaders/right-float32.wgsl' with { type: 'text' };
import rightInt8Wgsl from '../shaders/right-int8.wgsl' with { type: 'text' };
import rightTable16Wgsl from '../shaders/right-table16.wgsl' with { type: 'text' };

const rights = {
  float32: [rightFloat32Wgsl],
  table16: [rightTable16Wgsl, bfloat16Wgsl],
  bfloat16: [rightBfloat16Wgsl, bfloat16Wgsl],
  int8: [rightInt8Wgsl],
};
/** How the right factor is kept: as shaders/right-*.wgsl read it. */
export type Format = keyof typeof rights;
type OfFormats = Readonly<Record<Format, Shader>>;

/** How a product is cut into workgroups: by the rows and columns of out that each owns. */
export type CutName = 'few rows' | '32 x 32' | '64 x 64' | '128 x 64' | '128 x 128' | 'matrix units';

export interface Cut {
  readonly shaders: OfFormats;
  readonly rows: number;
  readonly columns: number;
  readonly choices?: Choices;
}

const perFormat = (make: (format: Format, rest: readonly string[]) => Shader) =>
  Object.fromEntries(
    Object.entries(rights).map(([format, right]) => [
      format,
      make(format as Format, [productWgsl, keptWgsl, ...right]),
    ]),
  ) as OfFormats;

/** With a variant that rounds operands to float16. */
const inBoth = (name: string, ...wgsl: readonly string[]) =>
  perFormat((format, rest) => {
    const exact = shader(`${name}-${format}`, operandFloat32Wgsl, ...wgsl, ...rest);
    const float16 = shader(`${name}-${format}-float16`, operandFloat16Wgsl, ...wgsl, ...rest);
    return { ...exact, float16 };
  });
const tiled = (name: string, wgsl: string) => inBoth(name, operandsWgsl, wgsl);

const ofAnySize = tiled('matmul-tiled', matmulTiledWgsl);

const cuts: Readonly<Record<Exclude<CutName, 'matrix units'>, Cut>> = {
  'few rows': {
    shaders: inBoth('matmul-few-rows', matmulFewRowsWgsl),
    rows: 8,
    columns: 32,
  },
  '32 x 32': {
    shaders: ofAnySize,
    rows: 32,
    columns: 32,
    choices: { EDGE: 8, ROW_VECTORS: 1, COLUMN_VECTORS: 1, DEPTH: 16 },
  },
  '64 x 64': { shaders: tiled('matmul', matmulWgsl), rows: 64, columns: 64 },
  '128 x 64': { shaders: tiled('matmul-large', matmulLargeWgsl), rows: 128, columns: 64 },
  '128 x 128': {
    shaders: ofAnySize,
    rows: 128,
    columns: 128,
    choices: { EDGE: 16, ROW_VECTORS: 2, COLUMN_VECTORS: 2, DEPTH: 8 },
  },
};

const withMatrixUnits = perFormat((format, rest) =>
  shader(`matmul-matrix-units-${format}`, matmulMatrixUnitsWgsl, operandsWgsl, ...rest),
);
/** For GPUs whose subgroups have one size, and that cannot be asked for it. */
const unpinned = perFormat((format) => {
  const { name, source, ...rest } = withMatrixUnits[format];
  const own = source.replace('enable subgroup_size_control;\n', '').replace(' @subgroup_size(SUBGROUP)', '');
  return { ...rest, name: `${name}-unpinned`, source: own };
});

/** Throws RangeError for matrix units without `units`. */
export function cutNamed(name: CutName, units: MatrixUnits | null): Cut {
  if (name !== 'matrix units') return cuts[name];
  if (units === null) throw new RangeError('This GPU has no matrix units.');
  const { isPinned, M, N, K, subgroup: SUBGROUP } = units;
  return { shaders: isPinned ? withMatrixUnits : unpinned, rows: 64, columns: 64, choices: { M, N, K, SUBGROUP } };
}

/** All that the bits and the speed of products come from; what was measured with other shaders does not hold. */
export const productSources: readonly string[] = [
  ...Object.values(cuts).flatMap(({ shaders }) => Object.values(shaders)),
  ...Object.values(withMatrixUnits),
].map(({ source }) => source);
