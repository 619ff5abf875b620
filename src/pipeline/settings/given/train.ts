// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne train`, as a caller gives them. */
export interface TrainGiven {
  /**
   * Text, folder of posts, site, export, glob or .npz to train on; may be repeated, with weights: other=0.3.
   *
   * A text, or a list of texts, none of them empty. Required.
   */
  readonly dataset: string | readonly string[];
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
   * Transformer blocks.
   *
   * A whole number of blocks, 1 or more. Default: the base model's.
   */
  readonly n_layer?: number | null | undefined;
  /**
   * Attention heads per block; must divide n_embd.
   *
   * A whole number of heads, 1 or more. Default: the base model's.
   */
  readonly n_head?: number | null | undefined;
  /**
   * Channels of the residual stream.
   *
   * A whole number of channels, 1 or more. Default: the base model's.
   */
  readonly n_embd?: number | null | undefined;
  /**
   * Tokens that the model can look back on.
   *
   * A whole number of tokens, 2 or more. Default: the window, or the base model's.
   */
  readonly n_ctx?: number | null | undefined;
  /**
   * Join posts into texts of this many characters; no training window spans two of them.
   *
   * A whole number of characters, 1 or more. Default: all posts as one text.
   */
  readonly combine?: number | null | undefined;
  /**
   * text: the text that a reader sees; markdown: the Markdown below its title, tags, outline and so on.
   *
   * Default: `'text'`.
   */
  readonly format?: 'text' | 'markdown' | undefined;
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
   * Front matter key that marks posts written by a model; these posts are skipped.
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
   * The same seed and the same settings give the same losses.
   *
   * A whole number, 0 or more. Default: 0.
   */
  readonly seed?: number | undefined;
  /**
   * Show the plan, memory, time and first windows of the training, and write nothing.
   *
   * Default: false.
   */
  readonly dry_run?: boolean | undefined;
  /**
   * Try rising learning rates in up to 100 steps, show the losses and which rate to take, and write nothing.
   *
   * Default: false.
   */
  readonly find_learning_rate?: boolean | undefined;
  /**
   * Stop at this step.
   *
   * A whole number of steps, 1 or more. Default: no limit.
   */
  readonly steps?: number | null | undefined;
  /**
   * Stop after this many passes over the training tokens.
   *
   * A number of passes, above 0. Default: no limit.
   */
  readonly epochs?: number | null | undefined;
  /**
   * Stop when the validation loss has not improved this many times in a row; 0 is off.
   *
   * A whole number of validations, 0 or more. Default: 0.
   */
  readonly patience?: number | undefined;
  /**
   * Windows per forward and backward pass.
   *
   * A whole number of windows, 1 or more. Default: 1.
   */
  readonly batch_size?: number | undefined;
  /**
   * Batches per update; they count as one large batch.
   *
   * A whole number of batches, 1 or more. Default: 1.
   */
  readonly accumulate_gradients?: number | undefined;
  /**
   * Tokens in each training example.
   *
   * A whole number of tokens, 2 or more. Default: the model's n_ctx, at most 1024.
   */
  readonly window?: number | null | undefined;
  /**
   * random: windows from anywhere; documents: windows begin where posts do, each token once per pass.
   *
   * Default: `'random'`.
   */
  readonly packing?: 'random' | 'documents' | undefined;
  /**
   * Probability of replacing an input token with a random one.
   *
   * A number, 0 to 1. Default: 0.
   */
  readonly noise?: number | undefined;
  /**
   * Share of embeddings and of attention and mlp outputs to leave out while training; attention weights stay whole.
   *
   * A number, 0 or more and below 1. Default: 0.
   */
  readonly dropout?: number | undefined;
  /**
   * Recompute each block in the backward pass: less memory, more time.
   *
   * Default: false.
   */
  readonly memory_saving_gradients?: boolean | undefined;
  /**
   * adam as in TensorFlow, adamw as in PyTorch, plain sgd, or muon: Muon for the blocks' matrices, else adamw.
   *
   * Default: `'adam'`.
   */
  readonly optimizer?: 'adam' | 'adamw' | 'muon' | 'sgd' | undefined;
  /**
   * How far each update moves the weights.
   *
   * A number, above 0. Default: 0.00002; 0.0001 for a model of today, 0.0002 for a small model, 0.001 for random weights; 0.0002 for adapters.
   */
  readonly learning_rate?: number | null | undefined;
  /**
   * How the learning rate falls until the last step; wsd: it stays constant, then falls at the end.
   *
   * Default: `'constant'`.
   */
  readonly schedule?: 'constant' | 'linear' | 'cosine' | 'wsd' | undefined;
  /**
   * Steps over which the learning rate rises from 0 at the start.
   *
   * A whole number of steps, 0 or more. Default: 0.
   */
  readonly warmup_steps?: number | undefined;
  /**
   * Final steps in which the learning rate falls (schedule wsd only).
   *
   * A whole number of steps, 1 or more. Default: a fifth of all steps.
   */
  readonly decay_steps?: number | null | undefined;
  /**
   * Share of the learning rate that remains at the end of the schedule.
   *
   * A number, 0 to 1. Default: 0.
   */
  readonly min_learning_rate?: number | undefined;
  /**
   * Weight decay of the matrices (adamw and muon only).
   *
   * A number, 0 or more. Default: 0.
   */
  readonly weight_decay?: number | undefined;
  /**
   * Momentum of the matrices (muon only).
   *
   * A number, 0 or more and below 1. Default: 0.95.
   */
  readonly momentum?: number | undefined;
  /**
   * Decay rate of the first moment.
   *
   * A number, 0 or more and below 1. Default: 0.9.
   */
  readonly beta1?: number | undefined;
  /**
   * Decay rate of the second moment.
   *
   * A number, 0 or more and below 1. Default: 0.999.
   */
  readonly beta2?: number | undefined;
  /**
   * Keeps the division by the second moment finite.
   *
   * A number, above 0. Default: 1e-8.
   */
  readonly epsilon?: number | undefined;
  /**
   * Maximum norm of the gradients; 0 is off.
   *
   * A number, 0 or more. Default: 0.
   */
  readonly clip?: number | undefined;
  /**
   * Do not train the embeddings and the final layer norm.
   *
   * Default: false.
   */
  readonly only_train_transformer_layers?: boolean | undefined;
  /**
   * Do not train the embeddings and this many blocks, the first ones: less memory and time.
   *
   * A whole number of blocks, 0 or more. Default: 0.
   */
  readonly freeze_blocks?: number | undefined;
  /**
   * lora: train small matrices beside frozen weights, in less memory; auto: only if all weights do not fit.
   *
   * Default: `'none'`.
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
   * A whole number of steps, 0 or more. Default: 100.
   */
  readonly sample_every?: number | undefined;
  /**
   * Text that samples begin with; may be repeated. Seeds are the same at each step, so that only the model differs.
   *
   * A text, or a list of texts, none of them empty. Default: the start of a post.
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
   * A whole number of tokens, 1 or more. Default: 1023.
   */
  readonly sample_length?: number | undefined;
  /**
   * Below 1, likely words become likelier; above 1, unlikely ones do; 0 always takes the likeliest.
   *
   * A number, 0 or more. Default: 1.
   */
  readonly temperature?: number | undefined;
  /**
   * Choose only among the k likeliest tokens; 0 is off.
   *
   * A whole number of tokens, 0 or more. Default: 40.
   */
  readonly top_k?: number | undefined;
  /**
   * Choose only among the likeliest tokens that add up to this probability; overrides top_k; 0 is off.
   *
   * A number, 0 to 1. Default: 0.
   */
  readonly top_p?: number | undefined;
  /**
   * Text, folder, glob or .npz file to measure the validation loss on.
   *
   * A path. Default: none.
   */
  readonly val_dataset?: string | null | undefined;
  /**
   * Share of the posts reserved for validation; auto: a tenth if there are at least ten posts.
   *
   * A number, 0 or more and below 1, or auto. Default: `'auto'`.
   */
  readonly val_split?: number | 'auto' | undefined;
  /**
   * Measure the validation loss after this many steps; 0 means never.
   *
   * A whole number of steps, 0 or more. Default: 100 if there are validation posts.
   */
  readonly val_every?: number | null | undefined;
  /**
   * Windows per validation batch.
   *
   * A whole number of windows, 1 or more. Default: 2.
   */
  readonly val_batch_size?: number | undefined;
  /**
   * Batches per validation.
   *
   * A whole number of batches, 1 or more. Default: 40.
   */
  readonly val_batch_count?: number | undefined;
  /**
   * Name of the run: its folder in checkpoint/ and samples/.
   *
   * Default: `'run1'`.
   */
  readonly run_name?: string | undefined;
  /**
   * latest: resume the run if it exists; fresh: start from the base model; or the path of a checkpoint.
   *
   * Default: `'latest'`.
   */
  readonly restore_from?: string | undefined;
  /**
   * Save a checkpoint after this many steps; 0 means only at the end.
   *
   * A whole number of steps, 0 or more. Default: 1000.
   */
  readonly save_every?: number | undefined;
  /**
   * Checkpoints to keep: the newest ones, and always the one with the best validation loss.
   *
   * A whole number of checkpoints, 1 or more. Default: 5.
   */
  readonly keep?: number | undefined;
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
}
