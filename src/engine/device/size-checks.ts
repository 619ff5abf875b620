import { TensorFault } from './backend.ts';
import type { OperationName } from './operations.ts';

type Numbers = Readonly<Record<string, number>>;

/**
 * Throws TensorFault for sizes that do not fit together where equal letters cannot say so: heads that do not divide rows, for
 * example. `dims` are the sizes by letter; most operations have nothing to check.
 */
export function checkSizes(operation: OperationName, dims: Numbers, scalars: Numbers): void {
  switch (operation) {
    case 'attention':
    case 'attentionBackward':
      checkQueries(operation, dims.Q, dims.NH, dims.Q / dims.NH);
      checkKeys(operation, dims.W, dims.Q, dims.Q / dims.NH);
      break;
    case 'attentionCached':
      checkQueries(operation, dims.Q, dims.Q / dims.HS, dims.HS);
      checkKeys(operation, dims.W, dims.Q, dims.HS, dims.NKV);
      break;
    case 'rotary':
      checkWidth(operation, dims.W, scalars.heads, 2 * dims.HALF);
      if (Math.abs(scalars.direction) !== 1) {
        throw new TensorFault(`rotary(direction) is ${scalars.direction}, expected 1 or −1.`);
      }
      break;
    case 'headNorm':
    case 'headNormBackward':
      checkWidth(operation, dims.W, scalars.heads, dims.HS);
      checkWidth(operation, dims.W - scalars.heads * dims.HS, scalars.keyHeads, dims.HS);
      break;
    case 'lowRank':
    case 'lowRankBackward':
      if (dims.H !== dims.M * dims.R) {
        throw new TensorFault(`${operation} has H = ${dims.H}, expected M · R = ${dims.M} · ${dims.R}.`);
      }
      checkDropout(operation, scalars);
      break;
    case 'dropout':
      checkDropout(operation, scalars);
      break;
  }
}

function checkQueries(operation: OperationName, Q: number, NH: number, HS: number): void {
  if (Number.isInteger(NH) && Number.isInteger(HS) && HS > 0) return;
  const split = Number.isInteger(NH) ? `among ${NH} heads` : `into heads of ${HS}`;
  throw new TensorFault(`${operation} cannot split Q = ${Q} ${split}.`);
}

/** `expected`: the key heads of the cache. */
function checkKeys(operation: OperationName, W: number, Q: number, HS: number, expected?: number): void {
  const NKV = (W - Q) / 2 / HS;
  if (!Number.isInteger(NKV) || NKV < 1) {
    throw new TensorFault(
      `${operation} has rows of W = ${W} channels, ${Q} of them queries: the other ${W - Q} are not keys and values in heads of ${HS}.`,
    );
  }
  if (expected !== undefined && NKV !== expected) {
    throw new TensorFault(`${operation} has keys of ${NKV} heads, and a cache for ${expected}.`);
  }
  const NH = Q / HS;
  if (NH % NKV !== 0)
    throw new TensorFault(`${operation} cannot share ${NKV} key heads equally among ${NH} query heads.`);
}

function checkWidth(operation: OperationName, W: number, heads: number, HS: number): void {
  if (Number.isInteger(heads) && heads >= 0 && heads * HS <= W) return;
  throw new TensorFault(`${operation} cannot find ${heads} heads of ${HS} channels in ${W} channels of a row.`);
}

function checkDropout(operation: OperationName, { dropout, draw }: Numbers): void {
  if (!(dropout >= 0 && dropout < 1)) {
    throw new TensorFault(`${operation}(dropout) is ${dropout}, expected a share from 0 to below 1.`);
  }
  if (!(Number.isInteger(draw) && draw >= 0 && draw < 2 ** 32)) {
    throw new TensorFault(`${operation}(draw) is ${draw}, expected a whole number below 2³².`);
  }
}
