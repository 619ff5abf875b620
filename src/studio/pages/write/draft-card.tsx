import type { Judgement } from '../../../blog/judging/judgement.ts';
import { address } from '../core/router.ts';
import { counted } from '../core/words.ts';
import { Term } from '../parts/term.tsx';
import { readableText, type WrittenText } from './texts.ts';

const STATES: Readonly<Record<WrittenText['state'], string>> = {
  writing: 'being written',
  rejected: 'not kept',
  draft: 'in the running',
  post: 'kept',
};

/** A draft as it is written, and what came of it. */
export function DraftCard({ text }: { readonly text: WrittenText }) {
  const { title, body } = readableText(text.text);
  return (
    <article class={`card draft-card ${text.state}`} aria-busy={text.state === 'writing'}>
      <p class="small">
        {STATES[text.state]}
        {text.reason !== null && `: ${text.reason}`}
      </p>
      <h3>{text.title ?? title ?? '…'}</h3>
      {text.judgement !== null && <Facts judgement={text.judgement} />}
      <div class="draft-body">
        {body.split(/\n{2,}/).map((paragraph, index) => (
          <p key={index}>{paragraph}</p>
        ))}
      </div>
      {text.path !== null && (
        <p>
          <a href={address('review', [text.path])}>Review it</a>
          {' · '}
          <a href={address('write', ['desk'], { draft: text.path })}>Write on, word by word</a>
        </p>
      )}
    </article>
  );
}

/** What was measured about a draft, in a line. */
function Facts({ judgement }: { readonly judgement: Judgement }) {
  const { score, shared, style } = judgement;
  const longest = Math.max(0, ...shared.passages.map(({ words }) => words));
  return (
    <p class="draft-facts">
      <span>
        <Term name="score" /> <strong>{score.toFixed(2)}</strong>
      </span>
      <span>{counted(shared.words, 'word')}</span>
      <span>{longest === 0 ? 'copies nothing' : `copies ${counted(longest, 'word')} in a row at most`}</span>
      {style !== null && (
        <span>
          {style.distance <= 1 ? 'in your style' : `style ${style.distance.toFixed(1)} times as far as your posts`}
        </span>
      )}
    </p>
  );
}
