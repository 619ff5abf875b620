/**
 * Names that other software has for our settings: transformers and PEFT, nanoGPT, llama.cpp, OpenAI's library, gpt-2-simple
 * and the scripts of 2019. A person who types one is told ours. Several of ours: the first that the command has.
 */
const names: Readonly<Record<string, readonly string[]>> = {
  learning_rate: ['lr', 'max_lr'],
  'window n_ctx': [
    'block_size',
    'context',
    'context_length',
    'ctx_size',
    'ctx',
    'max_seq_length',
    'seq_len',
    'max_length',
  ],
  length: ['max_new_tokens', 'max_tokens', 'n_predict', 'num_tokens', 'tokens', 'max_length'],
  steps: ['max_steps', 'max_iters', 'iters', 'iterations', 'num_steps', 'train_steps', 'num_train_steps'],
  'epochs steps': ['num_train_epochs', 'num_epochs', 'n_epochs', 'passes', 'epochs'],
  batch_size: ['per_device_train_batch_size', 'train_batch_size', 'bs', 'batch', 'micro_batch_size'],
  accumulate_gradients: ['gradient_accumulation_steps', 'grad_accum', 'accumulation_steps', 'grad_acc_steps'],
  memory_saving_gradients: ['gradient_checkpointing', 'grad_checkpoint', 'activation_checkpointing', 'checkpointing'],
  restore_from: ['resume', 'resume_from', 'resume_from_checkpoint', 'init_from', 'load_checkpoint'],
  val_every: ['eval_steps', 'eval_interval', 'eval_every', 'evaluation_steps', 'val_interval'],
  val_dataset: ['eval_dataset', 'eval_file', 'validation_file', 'val_file', 'valid_data', 'val_data'],
  val_split: ['validation_split', 'val_fraction', 'validation_split_percentage', 'eval_split'],
  val_batch_count: ['eval_iters', 'eval_batches', 'max_eval_samples'],
  save_every: ['save_steps', 'save_interval', 'checkpoint_interval', 'ckpt_every'],
  keep: ['save_total_limit', 'max_checkpoints', 'keep_checkpoints'],
  log: ['log_file', 'log_path', 'logfile'],
  tensorboard: ['logging_dir', 'logdir', 'log_dir', 'tensorboard_dir', 'tb_dir'],
  warmup_steps: ['warmup', 'warmup_iters', 'num_warmup_steps', 'lr_warmup_steps'],
  schedule: ['lr_scheduler_type', 'lr_schedule', 'scheduler', 'lr_decay'],
  min_learning_rate: ['min_lr', 'lr_min'],
  weight_decay: ['wd', 'decay'],
  clip: ['grad_clip', 'max_grad_norm', 'clip_grad', 'clip_grad_norm', 'gradient_clipping'],
  epsilon: ['eps', 'adam_epsilon'],
  beta1: ['adam_beta1'],
  beta2: ['adam_beta2'],
  optimizer: ['optim', 'opt'],
  patience: ['early_stopping_patience', 'early_stopping'],
  packing: ['sequence_packing', 'pack'],
  n_layer: ['num_layers', 'n_layers', 'num_hidden_layers', 'layers', 'depth'],
  n_head: ['num_heads', 'n_heads', 'num_attention_heads', 'heads'],
  n_embd: ['hidden_size', 'd_model', 'embedding_size', 'dim', 'width'],
  adapter: ['lora', 'use_lora', 'peft', 'use_peft', 'qlora', 'train_type'],
  lora_rank: ['lora_r', 'rank', 'r'],
  frozen_weights: ['load_in_8bit', 'load_in_4bit', 'quantization_bit'],
  lora_targets: ['target_modules', 'lora_target_modules', 'lora_target'],
  'nsamples count': ['n', 'num_samples', 'num_return_sequences', 'number', 'samples', 'n_samples', 'num_posts'],
  'prompt title': ['prefix', 'p', 'input_text', 'start', 'text', 'seed_text', 'prompt'],
  include_prompt: ['include_prefix', 'echo', 'return_full_text'],
  stop: ['stop_sequence', 'stop_sequences', 'stop_strings', 'truncate', 'reverse_prompt'],
  temperature: ['temp', 't'],
  top_p: ['nucleus', 'topp'],
  top_k: ['topk'],
  min_p: ['minp'],
  repetition_penalty: ['repeat_penalty'],
  repetition_window: ['repeat_last_n', 'repetition_context_size'],
  'model_name run': ['model', 'base_model', 'model_name_or_path', 'pretrained', 'model_path', 'm', 'base'],
  'run_name run': ['name', 'experiment', 'run_id', 'wandb_run_name', 'checkpoint_name'],
  out: ['output', 'output_dir', 'o', 'dest', 'destination', 'outfile', 'out_dir', 'output_path', 'checkpoint_dir'],
  'dataset posts': [
    'data',
    'train_file',
    'train_data',
    'training_data',
    'data_path',
    'dataset_name',
    'input',
    'i',
    'data_dir',
  ],
  precision: ['bf16', 'fp16', 'fp32', 'amp', 'mixed_precision', 'torch_dtype'],
  dtype: ['outtype', 'quantization', 'quant'],
  quantize: ['load_in_8bit', 'load_in_4bit', 'int8'],
  device: ['cpu', 'cuda', 'gpu', 'backend', 'use_cpu'],
  threads: ['num_threads', 'n_threads', 'nproc', 'jobs', 'workers', 'j'],
  seed: ['random_seed', 'rng_seed'],
  yes: ['y', 'assume_yes', 'force_download'],
  overwrite: ['force', 'f', 'overwrite_output_dir'],
  dry_run: ['n', 'check', 'whatif', 'what_if', 'simulate'],
  json: ['format_json', 'output_json'],
};

/** Our name for an option of other software, among the settings of a command; null if there is none. */
export function ourNameFor(theirs: string, settings: readonly string[]): string | null {
  for (const [ours, others] of Object.entries(names)) {
    if (!others.includes(theirs)) continue;
    const found = ours.split(' ').find((name) => settings.includes(name));
    if (found !== undefined) return found;
  }
  return null;
}
