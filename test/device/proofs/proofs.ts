import type { OperationName } from '../../../src/engine/device/operations.ts';
import type { Proof } from '../proof.ts';
import { attentionProofs } from './attention.ts';
import { elementProofs } from './elements.ts';
import { normProofs } from './norms.ts';
import { optimizerProofs } from './optimizers.ts';
import { productProofs } from './products.ts';
import { vocabularyProofs } from './vocabulary.ts';

/** One proof for each operation of the table. */
export const proofs: { readonly [Name in OperationName]: Proof } = {
  ...elementProofs,
  ...normProofs,
  ...productProofs,
  ...attentionProofs,
  ...vocabularyProofs,
  ...optimizerProofs,
};
