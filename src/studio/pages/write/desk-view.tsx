import { useEffect, useState } from 'preact/hooks';
import { commandLine } from '../../command-line.ts';
import { get } from '../core/api.ts';
import { ask, messageOf, useAction } from '../core/hooks.ts';
import { useKeys } from '../core/keys.ts';
import { address, go } from '../core/router.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';
import { Term } from '../parts/term.tsx';
import { outlines } from './branches.ts';
import { textOf } from './pieces.ts';
import { RewritableText } from './rewritable-text.tsx';
import { type Desk, useDesk } from './use-desk.ts';
import { useWriters, type WriterChoice, WriterSelect } from './writer-select.tsx';

/** The writing desk: the model goes on with a text, and every word that it wrote can be replaced by another. */
export function DeskView({ draft }: { readonly draft: string | null }) {
  const writers = useWriters();
  const [chosen, setChosen] = useState<WriterChoice | null>(null);
  const writer = chosen ?? writers[0] ?? null;
  const [length, setLength] = useState(60);
  const [temperature, setTemperature] = useState(0.8);
  const [shades, setShades] = useState(true);
  const desk = useDesk({ settings: writer?.settings ?? {}, length, temperature });
  const loading = useDraft(draft, desk);
  const [isTyping, setTyping] = useState(desk.pieces.length === 0);
  const goOn = () => {
    setTyping(false);
    desk.goOn();
  };
  useKeys({ u: desk.undo, r: desk.redo, n: () => !desk.isBusy && goOn() });
  return (
    <>
      <div class="desk-tools">
        <WriterSelect writers={writers} value={writer} onChange={setChosen} />
        <div class="field">
          <label for="length">
            How far to go on <span class="unit">tokens</span>
          </label>
          <input
            id="length"
            type="number"
            min={1}
            max={1024}
            value={length}
            onChange={({ currentTarget }) => setLength(Math.max(1, Number(currentTarget.value) || 60))}
          />
        </div>
        <div class="field">
          <label for="temperature">
            <Term name="temperature">Daring</Term>
          </label>
          <input
            id="temperature"
            type="range"
            min={0}
            max={1.5}
            step={0.1}
            value={temperature}
            aria-valuetext={temperature.toFixed(1)}
            onInput={({ currentTarget }) => setTemperature(Number(currentTarget.value))}
          />
        </div>
      </div>
      <Problem text={desk.problem ?? loading} />
      <DeskText desk={desk} shades={shades} isTyping={isTyping} onType={() => setTyping(true)} />
      <div class="buttons">
        {desk.isBusy ? (
          <button type="button" onClick={desk.stop}>
            Stop
          </button>
        ) : (
          <button type="button" class="primary" disabled={writer === null} onClick={goOn}>
            Write on
          </button>
        )}
        <button type="button" disabled={desk.isBusy} onClick={desk.undo}>
          Undo
        </button>
        <button type="button" disabled={desk.isBusy} onClick={desk.redo}>
          Redo
        </button>
        <button
          type="button"
          class="quiet"
          disabled={desk.isBusy}
          onClick={() => {
            desk.startOver('');
            setTyping(true);
          }}
        >
          New text
        </button>
        <label class="inline">
          <input type="checkbox" checked={shades} onChange={({ currentTarget }) => setShades(currentTarget.checked)} />
          Shade what it was unsure of
        </label>
        <span class="small" aria-live="polite">
          {desk.state === 'opening' ? 'Loading the model …' : desk.state === 'writing' ? 'Writing …' : ''}
        </span>
      </div>
      <Versions desk={desk} />
      <SaveDraft desk={desk} />
      <CommandLine
        line={commandLine('generate', { ...writer?.settings, prompt: [promptShown(desk)], length, nsamples: 1 })}
      />
    </>
  );
}

interface DeskTextProps {
  readonly desk: Desk;
  readonly shades: boolean;
  readonly isTyping: boolean;
  readonly onType: () => void;
}

/** The text as words that can be replaced, or as plain text that can be typed over. */
function DeskText({ desk, shades, isTyping, onType }: DeskTextProps) {
  const text = textOf(desk.pieces);
  if (isTyping && !desk.isBusy) {
    return (
      <div class="field desk-typing">
        <label for="desk-text">{text === '' ? 'How does it begin?' : 'The text'}</label>
        <textarea
          id="desk-text"
          rows={12}
          value={text}
          placeholder="A title, and the first sentence"
          onInput={({ currentTarget }) => desk.edit(currentTarget.value)}
        />
      </div>
    );
  }
  return (
    <>
      <RewritableText
        pieces={desk.pieces}
        shades={shades}
        isBusy={desk.isBusy}
        onChoose={desk.choose}
        onGoOnAt={desk.goOnAt}
      />
      <p>
        <button type="button" class="quiet" disabled={desk.isBusy} onClick={onType}>
          Edit as plain text
        </button>
      </p>
    </>
  );
}

/** Every version that there was, to go back to. */
function Versions({ desk }: { readonly desk: Desk }) {
  const list = outlines(desk.versions);
  if (list.length < 2) return null;
  return (
    <details class="versions">
      <summary>{list.length} versions</summary>
      <ol>
        {list.map(({ id, depth, beginning }) => (
          <li key={id} style={{ marginInlineStart: `${Math.min(depth, 12)}rem` }}>
            <button
              type="button"
              class="quiet"
              disabled={desk.isBusy}
              aria-current={id === desk.versions.shown ? 'true' : undefined}
              onClick={() => desk.show(id)}
            >
              {beginning === '' ? 'nothing yet' : `${beginning} …`}
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Keeps the text as a draft in the queue. */
function SaveDraft({ desk }: { readonly desk: Desk }) {
  const [title, setTitle] = useState('');
  const save = useAction(async () => {
    const events = await ask('draft', { title: title.trim(), text: [textOf(desk.pieces)] });
    go('review', [String(events.at(-1)?.path)]);
  });
  return (
    <details class="versions">
      <summary>Keep it as a draft</summary>
      <div class="field">
        <label for="draft-title">Title</label>
        <input
          id="draft-title"
          type="text"
          value={title}
          onInput={({ currentTarget }) => setTitle(currentTarget.value)}
        />
      </div>
      <Problem text={save.problem} />
      <button
        type="button"
        disabled={title.trim() === '' || desk.pieces.length === 0 || save.isBusy}
        onClick={() => save.run()}
      >
        Keep it
      </button>
    </details>
  );
}

/** Loads the draft that the address names, once; returns what went wrong. */
function useDraft(path: string | null, desk: Desk): string | null {
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (path === null) return;
    get<{ text: string }>(`/draft?path=${encodeURIComponent(path)}`).then(
      ({ text }) => {
        desk.startOver(text);
        // A reload shows what became of it, not the draft again.
        history.replaceState(null, '', address('write', ['desk']));
      },
      (error) => setProblem(messageOf(error)),
    );
  }, [path]);
  return problem;
}

/** The text, if it is short enough to be read in a command. */
function promptShown(desk: Desk): string {
  const text = textOf(desk.pieces);
  return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}
