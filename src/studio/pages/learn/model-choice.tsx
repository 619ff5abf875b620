import type { BaseOption, BaseOptions } from '../../../pipeline/models/base-options.ts';
import { transport } from '../core/transport.ts';
import { memoryInWords } from '../core/words.ts';
import { Term } from '../parts/term.tsx';
import { BringModel } from './bring-model.tsx';
import { ModelOption } from './model-option.tsx';

export interface ModelChoiceProps {
  readonly models: BaseOptions;
  /** The value of `model_name` that counts; null: the usual one. */
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
  /** Called when there are others. */
  readonly onModels: () => void;
}

/** The model that learning starts from: those on this machine, and those to download. */
export function ModelChoice({ models, chosen, onChoose, onModels }: ModelChoiceProps) {
  const { options, availableBytes } = models;
  const isTab = transport().place === 'tab';
  const name = chosen ?? models.usual;
  const list = (some: readonly BaseOption[], label: string) => (
    <ul class="model-list" aria-label={label}>
      {some.map((option) => (
        <ModelOption
          key={option.name}
          option={option}
          availableBytes={availableBytes}
          isChosen={option.name === name}
          onChoose={() => onChoose(option.name)}
        />
      ))}
    </ul>
  );
  const bring = (brought: string) => {
    onModels();
    onChoose(brought);
  };
  const here = options.filter(({ isHere }) => isHere);
  const others = options.filter(({ isHere }) => !isHere);
  return (
    <section class="card" aria-labelledby="model-title">
      <h2 id="model-title">What it starts from</h2>
      <p class="small">
        A <Term name="base model" /> knows the language already. {memoryInWords(availableBytes, !isTab)}
        {isTab ? '' : ' Minutes are for a blog of forty posts.'} <Term name="bits per byte">Bits per byte</Term> were
        measured on the example blog after learning.
      </p>
      {list(here, 'Models on this computer')}
      {isTab ? (
        <BringModel hasBundled={here.some(({ name: each }) => each === 'base')} onBrought={bring} />
      ) : (
        <details open={here.every(({ name: each }) => each === 'base')}>
          <summary>Download another ({others.length})</summary>
          {list(others, 'Models to download')}
        </details>
      )}
    </section>
  );
}
