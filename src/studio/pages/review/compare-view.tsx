import type { Ref } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { commandLine } from '../../command-line.ts';
import type { DraftLine, QueueListing } from '../../review-protocol.ts';
import { useKeys } from '../core/keys.ts';
import { address } from '../core/router.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { ComparedDraft } from './compared-draft.tsx';
import type { ComparedPaths } from './compared-paths.ts';
import { OldPostView, type OldPostViewProps } from './old-post.tsx';
import { useChoices } from './use-choices.ts';
import type { UndoList } from './use-undo.ts';

export interface CompareViewProps {
  readonly compared: ComparedPaths;
  readonly listing: QueueListing;
  readonly undo: UndoList;
  /** Changes whenever a file may have changed. */
  readonly version: unknown;
  readonly program: string;
}

/** Two or three drafts beside each other, of which one key picks the best. */
export function CompareView({ compared, listing, undo, version, program }: CompareViewProps) {
  const { paths } = compared;
  const [current, setCurrent] = useState(paths[0] ?? null);
  const [old, setOld] = useState<Omit<OldPostViewProps, 'onClose'> | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const lines = paths.flatMap((path) => listing.drafts.find((line) => line.path === path) ?? []);
  const focused = lines.find(({ path }) => path === current) ?? lines[0];
  const choices = useChoices(compared, lines, listing, undo);
  // Whoever listens hears that there are other drafts now.
  useEffect(() => heading.current?.focus(), [paths.join('\n')]);
  const move = (by: number) => {
    const to = lines[Math.min(lines.length - 1, Math.max(0, lines.indexOf(focused) + by))];
    document.getElementById(`compared-${to?.path}`)?.focus();
  };
  const numbered = lines.map((line, index) => [index + 1, () => choices.pick(line)]);
  const about = (act: (line: DraftLine) => void) => () => focused !== undefined && act(focused);
  useKeys({
    ...Object.fromEntries(numbered),
    ...{ j: () => move(1), k: () => move(-1), ArrowRight: () => move(1), ArrowLeft: () => move(-1) },
    ...{ a: about(choices.approve), h: about(choices.hold), d: about(choices.remove) },
    ...{ n: () => choices.skip?.(), u: choices.undo },
  });
  return (
    <>
      <CompareHead heading={heading} count={lines.length} onSkip={choices.skip} />
      {lines.length < 2 && (
        <p class="waiting">It takes two drafts of the queue to compare; tick them in the list of all drafts.</p>
      )}
      <div class="compared-drafts">
        {lines.map((line, index) => (
          <ComparedDraft
            key={line.path}
            {...{ line, version, number: index + 1, minScore: listing.minScore, choices }}
            isBusy={undo.isBusy}
            canBePicked={lines.length > 1}
            isCurrent={line === focused}
            onCurrent={() => setCurrent(line.path)}
            onPassage={setOld}
          />
        ))}
      </div>
      {old !== null && (
        <Dialog title="Copied from your posts" onClose={() => setOld(null)}>
          <OldPostView {...old} onClose={() => setOld(null)} />
        </Dialog>
      )}
      {lines.length > 1 && <PickLines {...{ lines, picked: focused, program }} />}
    </>
  );
}

interface CompareHeadProps {
  readonly heading: Ref<HTMLHeadingElement>;
  readonly count: number;
  /** Null if there are no others to compare. */
  readonly onSkip: (() => void) | null;
}

function CompareHead({ heading, count, onSkip }: CompareHeadProps) {
  return (
    <div class="compare-head">
      <h2 ref={heading} tabIndex={-1}>
        {count > 1 ? `${count} drafts side by side` : 'Side by side'}
      </h2>
      <a href={address('review')}>All drafts</a>
      {onSkip !== null && (
        <button type="button" aria-keyshortcuts="n" onClick={onSkip}>
          Skip these <kbd>n</kbd>
        </button>
      )}
    </div>
  );
}

interface PickLinesProps {
  readonly lines: readonly DraftLine[];
  readonly picked: DraftLine;
  readonly program: string;
}

/** The commands that picking a draft stands for. */
function PickLines({ lines, picked, program }: PickLinesProps) {
  const others = lines.filter((line) => line !== picked).map(({ path }) => path);
  return (
    <>
      <CommandLine
        label={`Picking number ${lines.indexOf(picked) + 1} in a terminal`}
        line={commandLine('approve', { files: [picked.path] }, program)}
      />
      <CommandLine label="and" line={commandLine('hold', { files: others }, program)} />
    </>
  );
}
