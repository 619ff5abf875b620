import type { ModelProposal } from '../pipeline/models/propose-model.ts';
import { byteCount } from '../project/byte-count.ts';

/** The end of a sentence that names the bundled model: how to get a better one, if this machine can train one. */
export function bundledNote(proposal: ModelProposal | undefined): string {
  if (proposal === undefined) return 'the small bundled model.';
  const { name, bytes } = proposal;
  const size = bytes === null ? '' : ` (${byteCount(bytes)})`;
  return (
    `the small bundled model. ${name} writes better: tpdne download ${name} gets it${size}, and the next new run uses it ` +
    '(--run_name).'
  );
}
