// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne run`, as a caller gives them. */
export interface RunGiven {
  /**
   * Files, folders or globs of posts (.md, .markdown, .mdx, .txt), a site, export, feed, web pages, CSV or JSONL.
   *
   * A list with at least one entry. Required.
   */
  readonly posts: readonly string[];
  /**
   * Folder for the new posts; existing files are never overwritten.
   *
   * A path. Required.
   */
  readonly out: string;
  /**
   * Allow `out` to be a folder of published posts: your site then publishes new posts unread.
   *
   * Default: false.
   */
  readonly into_posts?: boolean | undefined;
  /**
   * New posts to write.
   *
   * A whole number of posts, 1 or more. Default: 3, or one for each title.
   */
  readonly count?: number | null | undefined;
  /**
   * Write this many texts for each one you asked for, and keep the one with the best score.
   *
   * A whole number of drafts, 1 or more. Default: 6; 8 for a model smaller than GPT-2.
   */
  readonly best_of?: number | null | undefined;
  /**
   * Maximum number of words in a row that a text may copy from one of your posts.
   *
   * A whole number of words, 1 or more, or any. Default: 20.
   */
  readonly max_copied?: number | 'any' | undefined;
  /**
   * While the best draft of a post has a lower score, more are written, up to twice best_of; 0 is off.
   *
   * A number, 0 to 1. Default: 0.6.
   */
  readonly min_score?: number | null | undefined;
  /**
   * Title of a new post, kept word for word; give it several times for a series.
   *
   * Texts of one line each, none of them empty. Default: the model writes the titles.
   */
  readonly title?: readonly string[] | null | undefined;
  /**
   * Tags of the new posts, kept word for word.
   *
   * Texts of one line each, none of them empty. Default: tags of your blog that fit.
   */
  readonly tags?: readonly string[] | null | undefined;
  /**
   * Facts that the new posts are about, one a line; needs format markdown.
   *
   * Default: nothing in particular.
   */
  readonly about?: string | null | undefined;
  /**
   * Markdown file: its headings become those of the new posts, its list items are points; needs format markdown.
   *
   * A path. Default: none.
   */
  readonly outline?: string | null | undefined;
  /**
   * Maximum length of a new post.
   *
   * A whole number of tokens, 1 or more. Default: 1023.
   */
  readonly length?: number | undefined;
  /**
   * text: the text that a reader sees; markdown: the Markdown below its title, tags, outline and so on.
   *
   * Default: markdown; text for a small model or random weights.
   */
  readonly format?: 'text' | 'markdown' | null | undefined;
  /**
   * Encoding of text files without a byte order mark.
   *
   * Default: `'utf-8'`.
   */
  readonly encoding?: string | undefined;
  /**
   * Include drafts (draft: true, published: false, _drafts/).
   *
   * Default: false.
   */
  readonly drafts?: boolean | undefined;
  /**
   * Front matter key that marks posts written by a model; none leaves new posts unmarked.
   *
   * Default: `'generated'`.
   */
  readonly label?: string | undefined;
  /**
   * Posts to leave out: file names, paths, folders or globs; an item of an export by the name of its file.
   *
   * A text, or a list of texts, none of them empty. Default: none.
   */
  readonly exclude?: string | readonly string[] | null | undefined;
  /**
   * Time zone for the dates of posts, such as Europe/Berlin.
   *
   * Default: the computer's.
   */
  readonly timezone?: string | null | undefined;
  /**
   * Generator of a site; auto: detect it from the files; none: read the folder as plain files.
   *
   * Default: `'auto'`.
   */
  readonly site?:
    | 'auto'
    | 'none'
    | 'docusaurus'
    | 'astro'
    | 'gatsby'
    | 'eleventy'
    | 'pelican'
    | 'zola'
    | 'hugo'
    | 'nikola'
    | 'hexo'
    | 'jekyll'
    | undefined;
  /**
   * Picture of a new post, if your newest posts have one; auto: in their format; png, webp, jpg: with sharp.
   *
   * Default: `'auto'`.
   */
  readonly cover?: 'auto' | 'none' | 'svg' | 'png' | 'webp' | 'jpg' | undefined;
  /**
   * Remove paragraphs that repeat from post to post, such as signatures and "subscribe" lines.
   *
   * Default: false.
   */
  readonly strip_boilerplate?: boolean | undefined;
  /**
   * Mask keys, passwords, e-mail addresses, phone numbers and quoted mail; they are always reported.
   *
   * Default: false.
   */
  readonly redact?: boolean | undefined;
  /**
   * Keep near-duplicates; by default only the newest is kept, or the longest of the same date.
   *
   * Default: false.
   */
  readonly keep_near_duplicates?: boolean | undefined;
  /**
   * The same seed and the same settings give the same posts.
   *
   * A whole number, 0 or more. Default: 0.
   */
  readonly seed?: number | undefined;
  /**
   * Base model: a name in models/ or of a download, base (bundled), nano or random:124M (random weights).
   *
   * Default: the first in models/ that tpdne models would list, else base, else nano.
   */
  readonly model_name?: string | null | undefined;
  /**
   * Download the model if it is not on this machine.
   *
   * Default: false.
   */
  readonly yes?: boolean | undefined;
  /**
   * Name of the run: its folder in checkpoint/ and samples/.
   *
   * Default: `'run1'`.
   */
  readonly run_name?: string | undefined;
  /**
   * Start over: delete what the run has learned so far, and train it from its base model again.
   *
   * Default: false.
   */
  readonly fresh?: boolean | undefined;
  /**
   * Maximum number of training steps on these posts; counted anew when posts are added.
   *
   * A whole number of steps, 1 or more. Default: a few passes over the posts, as long as the validation loss falls.
   */
  readonly steps?: number | null | undefined;
  /**
   * Windows per forward and backward pass.
   *
   * A whole number of windows, 1 or more. Default: 1; 4 for a small model, 2 for random weights.
   */
  readonly batch_size?: number | null | undefined;
  /**
   * Tokens in each training example.
   *
   * A whole number of tokens, 2 or more. Default: the model's n_ctx, at most 1024; 1024 for a model of today, 256 for a small model, 128 for random weights.
   */
  readonly window?: number | null | undefined;
  /**
   * Save a checkpoint after this many steps; 0 means only at the end.
   *
   * A whole number of steps, 0 or more. Default: 200.
   */
  readonly save_every?: number | undefined;
  /**
   * How far each update moves the weights.
   *
   * A number, above 0. Default: 0.00002; 0.0002 for a model of today, 0.0003 for a small model, 0.0006 for random weights; 0.0002 for adapters.
   */
  readonly learning_rate?: number | null | undefined;
  /**
   * lora: train small matrices beside frozen weights, in less memory; auto: only if all weights do not fit.
   *
   * Default: `'auto'`.
   */
  readonly adapter?: 'none' | 'lora' | 'auto' | undefined;
  /**
   * Rank of these matrices.
   *
   * A whole number, 1 to 4096. Default: 16.
   */
  readonly lora_rank?: number | undefined;
  /**
   * What they add counts lora_alpha / lora_rank times.
   *
   * A number, above 0. Default: 32.
   */
  readonly lora_alpha?: number | undefined;
  /**
   * Share of their inputs to leave out at random while training.
   *
   * A number, 0 or more and below 1. Default: 0.
   */
  readonly lora_dropout?: number | undefined;
  /**
   * The linear layers that they are beside: those of the attention, of the mlp, or all.
   *
   * Default: `'all-linear'`.
   */
  readonly lora_targets?: 'all-linear' | 'attention' | 'mlp' | undefined;
  /**
   * How to keep the weights beside them: q8_0 takes half the memory of bfloat16; auto: q8_0 only where the file has it.
   *
   * Default: `'auto'`.
   */
  readonly frozen_weights?: 'auto' | 'bfloat16' | 'q8_0' | undefined;
  /**
   * Write samples after this many steps; 0 means never.
   *
   * A whole number of steps, 0 or more. Default: 3 times.
   */
  readonly sample_every?: number | null | undefined;
  /**
   * Text that samples begin with; may be repeated. Seeds are the same at each step, so that only the model differs.
   *
   * A text, or a list of texts, none of them empty. Default: the title of a post that is kept from the training, or else the start of a post.
   */
  readonly sample_prompt?: string | readonly string[] | null | undefined;
  /**
   * Samples to write each time, for each prompt.
   *
   * A whole number of samples, 1 or more. Default: 1.
   */
  readonly sample_num?: number | undefined;
  /**
   * Tokens per sample.
   *
   * A whole number of tokens, 1 or more. Default: 50.
   */
  readonly sample_length?: number | undefined;
  /**
   * File for a line per step and validation: CSV if its name ends in .csv, else JSON. A resumed training adds to it.
   *
   * A path. Default: none.
   */
  readonly log?: string | null | undefined;
  /**
   * Folder for TensorBoard: losses, learning rate, speed and samples, in a subfolder with the name of the run.
   *
   * A path. Default: none.
   */
  readonly tensorboard?: string | null | undefined;
  /**
   * Below 1, likely words become likelier; above 1, unlikely ones do; 0 always takes the likeliest.
   *
   * A number, 0 or more. Default: 0.8.
   */
  readonly temperature?: number | undefined;
  /**
   * Choose only among the k likeliest tokens; 0 is off.
   *
   * A whole number of tokens, 0 or more. Default: 0.
   */
  readonly top_k?: number | undefined;
  /**
   * Choose only among the likeliest tokens that add up to this probability; overrides top_k; 0 is off.
   *
   * A number, 0 to 1. Default: 0.9; 0 if top_k is given.
   */
  readonly top_p?: number | null | undefined;
  /**
   * Choose only among tokens at least this share as likely as the likeliest; 0 is off.
   *
   * A number, 0 to 1. Default: 0.
   */
  readonly min_p?: number | undefined;
  /**
   * Choose only among tokens about as surprising as expected that add up to this probability; 0 and 1 are off.
   *
   * A number, 0 to 1. Default: 0.
   */
  readonly typical_p?: number | undefined;
  /**
   * Above 1, tokens that have already occurred become less likely.
   *
   * A number, 1 or more. Default: 1.05.
   */
  readonly repetition_penalty?: number | undefined;
  /**
   * How many of the last tokens repetition_penalty looks at.
   *
   * A whole number of tokens, 1 or more. Default: 128.
   */
  readonly repetition_window?: number | undefined;
  /**
   * Above 0, tokens become less likely each time that the model writes them; below 0, likelier.
   *
   * A number, -2 to 2. Default: 0.
   */
  readonly frequency_penalty?: number | undefined;
  /**
   * Above 0, tokens become less likely once the model has written them; below 0, likelier.
   *
   * A number, -2 to 2. Default: 0.
   */
  readonly presence_penalty?: number | undefined;
  /**
   * Never repeat a sequence of this many tokens within a text; 0 is off.
   *
   * A whole number of tokens, 0 or more. Default: 0.
   */
  readonly no_repeat_ngram_size?: number | undefined;
  /**
   * DRY: makes a token that would extend a repeated sequence less likely, the longer the less; 0 is off.
   *
   * A number, 0 or more. Default: 0.8.
   */
  readonly dry_multiplier?: number | undefined;
  /**
   * DRY: the penalty grows by this factor with each further token of the sequence.
   *
   * A number, 1 or more. Default: 1.75.
   */
  readonly dry_base?: number | undefined;
  /**
   * DRY: sequences of fewer tokens may repeat.
   *
   * A whole number of tokens, 1 or more. Default: 2.
   */
  readonly dry_allowed_length?: number | undefined;
  /**
   * webgpu: the GPU; cpu: the compiled kernels; reference: plain TypeScript, slow; auto: the first available.
   *
   * Default: `'auto'`.
   */
  readonly device?: 'auto' | 'webgpu' | 'cpu' | 'reference' | undefined;
  /**
   * Threads that the cpu device uses.
   *
   * A whole number of threads, 1 or more. Default: one per core.
   */
  readonly threads?: number | null | undefined;
  /**
   * Of matrix products; bfloat16: a CPU that has it, twice as fast; float16: a GPU; auto: bfloat16 or float32.
   *
   * Default: `'auto'`.
   */
  readonly precision?: 'auto' | 'float32' | 'bfloat16' | 'float16' | undefined;
  /**
   * Train on these machines together, this one first; mpirun starts the command on each. See docs/machines.md.
   *
   * Texts of one line each, none of them empty. Default: this machine alone.
   */
  readonly hosts?: readonly string[] | null | undefined;
  /**
   * How gradients travel between processes that mpirun started: bfloat16 halves the bytes, and rounds.
   *
   * Default: `'float32'`.
   */
  readonly wire?: 'float32' | 'bfloat16' | undefined;
  /**
   * Steps that each process takes by itself before they average (DiLoCo), for slow networks; 1: every step is one of all.
   *
   * A whole number of steps, 1 or more. Default: 1.
   */
  readonly sync_every?: number | undefined;
  /**
   * How far an average moves the weights (sync_every above 1 only).
   *
   * A number, above 0. Default: 1.
   */
  readonly outer_learning_rate?: number | null | undefined;
  /**
   * Share of the last average’s direction that is kept (sync_every above 1 only).
   *
   * A number, 0 or more and below 1. Default: 0.
   */
  readonly outer_momentum?: number | null | undefined;
}
