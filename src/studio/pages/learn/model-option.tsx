import type { BaseOption } from '../../../pipeline/models/base-options.ts';
import { isOver } from '../../protocol.ts';
import { startJob, stopJob } from '../core/api.ts';
import { useAction, useJobEvents, useJobs } from '../core/hooks.ts';
import { transport } from '../core/transport.ts';
import { bytes } from '../core/words.ts';
import { standingOf } from '../jobs/describe.ts';
import { Problem } from '../parts/problem.tsx';
import { ProgressBar } from '../parts/progress.tsx';
import { fitOf, minutesInWords } from './fit.ts';

export interface ModelOptionProps {
  readonly option: BaseOption;
  readonly availableBytes: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** A model to start from: choose it, or download it first. */
export function ModelOption({ option, availableBytes, isChosen, onChoose }: ModelOptionProps) {
  const { name, parameters, licence, needs, bitsPerByte, problem, isHere, isGated, tuning } = option;
  const fit = needs === null ? null : fitOf(needs, availableBytes);
  const facts = [
    parameters === null ? null : `${millions(parameters)} weights`,
    option.bytes === null ? null : bytes(option.bytes),
    licence === null ? null : `licence: ${licence}`,
    // How fast a browser's GPU is, nobody knows before it has begun.
    needs === null || transport().place === 'tab' ? null : minutesInWords(needs.minutes),
    bitsPerByte === null ? null : `${bitsPerByte} bits per byte`,
  ].filter((fact) => fact !== null);
  const id = `model-${name.replace(/\W/g, '-')}`;
  return (
    <li class={`model-option${isChosen ? ' chosen' : ''}`}>
      {isHere ? (
        <input
          id={id}
          type="radio"
          name="model"
          checked={isChosen}
          disabled={problem !== null}
          aria-describedby={`${id}-facts`}
          onChange={onChoose}
        />
      ) : (
        <span class="model-dot" aria-hidden="true" />
      )}
      <div>
        {isHere ? (
          <label for={id} class="model-name">
            {name}
          </label>
        ) : (
          <span class="model-name">{name}</span>
        )}
        <p id={`${id}-facts`} class="small">
          {facts.join(' · ')}
        </p>
        {tuning === 'chat' && <p class="small">It was tuned to answer questions.</p>}
        {problem !== null && <p class="warning">{problem}</p>}
      </div>
      <div class="model-end">
        {fit !== null && <span class={`badge ${fit.kind}`}>{fit.words}</span>}
        {!isHere && problem === null && <Download option={option} isGated={isGated} />}
      </div>
    </li>
  );
}

function Download(props: { readonly option: BaseOption; readonly isGated: boolean }) {
  const { option, isGated } = props;
  const { name, bytesBegun } = option;
  const job = useJobs().findLast(({ command, settings }) => command === 'download' && settings.model === name) ?? null;
  const isRunning = job !== null && !isOver(job.state);
  const { doing, share } = standingOf(useJobEvents(isRunning ? job.id : null));
  const begin = useAction(() => startJob('download', { model: name }));
  const stop = useAction(() => stopJob(job!.id));
  if (isRunning) {
    return (
      <div class="model-download">
        <span class="small">{doing}</span>
        <ProgressBar share={share} label={`Downloading ${name}`} />
        <button type="button" class="quiet" disabled={stop.isBusy} onClick={() => stop.run()}>
          Stop
        </button>
      </div>
    );
  }
  const size = option.bytes === null ? '' : ` ${bytes(option.bytes)}`;
  return (
    <>
      <button type="button" disabled={begin.isBusy} onClick={() => begin.run()}>
        {bytesBegun > 0 ? `Go on (${bytes(bytesBegun)} are here)` : `Download${size}`}
        <span class="hidden"> of {name}</span>
      </button>
      {isGated && <span class="small">needs an account at Hugging Face</span>}
      <Problem text={begin.problem ?? job?.fault?.message ?? null} />
    </>
  );
}

function millions(parameters: number): string {
  return parameters >= 1e9 ? `${(parameters / 1e9).toFixed(1)} billion` : `${Math.round(parameters / 1e6)} million`;
}
