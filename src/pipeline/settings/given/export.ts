// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne export`, as a caller gives them. */
export interface ExportGiven {
  /**
   * Folder (huggingface, peft, onnx, tensorflow) or file (gguf, gguf-adapter, llm.c) to create; it must not exist yet.
   *
   * A path. Required.
   */
  readonly out: string;
  /**
   * Software: transformers, PEFT, transformers.js, llama.cpp (gguf); for GPT-2 also the scripts of 2019 and llm.c.
   *
   * Required.
   */
  readonly to: 'huggingface' | 'peft' | 'onnx' | 'gguf' | 'gguf-adapter' | 'tensorflow' | 'llm.c';
  /**
   * Run in checkpoint/ to write with.
   *
   * Default: the newest run, or the base model if there is none.
   */
  readonly run?: string | null | undefined;
  /**
   * Checkpoint of the run: the one with the best validation loss, the latest, or that of a step.
   *
   * A whole number of steps, 0 or more, or best or latest. Default: `'latest'`.
   */
  readonly checkpoint?: number | 'best' | 'latest' | undefined;
  /**
   * Model to write with instead of a run: a name in models/, or a path.
   *
   * Default: none.
   */
  readonly model_name?: string | null | undefined;
  /**
   * Download the model if it is not on this machine.
   *
   * Default: false.
   */
  readonly yes?: boolean | undefined;
  /**
   * Number format of the weights; float32 is exact. q8_0 (8 bits) and q4_0 (4 bits) are for gguf only.
   *
   * Default: `'float32'`.
   */
  readonly dtype?: 'float32' | 'float16' | 'bfloat16' | 'q8_0' | 'q4_0' | undefined;
  /**
   * Also write a Modelfile for Ollama next to the gguf file (of an adapter: with its model).
   *
   * Default: false.
   */
  readonly modelfile?: boolean | undefined;
}
