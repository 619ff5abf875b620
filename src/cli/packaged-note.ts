/** How to get more than the model that comes with the package; the rest of a sentence that names it. */
export const packagedNote =
  'the small model that comes along. GPT-2 itself writes better: tpdne download 124M gets it (548 MB), and the next new ' +
  'run takes it (--run_name).';
