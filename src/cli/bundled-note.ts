/** The end of a sentence that names the bundled model: how to get a better one. */
export const bundledNote =
  'the small bundled model. GPT-2 writes better: tpdne download 124M gets it (548 MB), and the next new run uses it ' +
  '(--run_name).';
