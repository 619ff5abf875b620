import { type Judgement, scoreText } from '../../../blog/judging/judgement.ts';
import { address } from '../core/router.ts';
import { counted } from '../core/words.ts';
import { PageView } from '../parts/page-view.tsx';
import { Term } from '../parts/term.tsx';
import { readableText, type WrittenText } from './texts.ts';
import { useRendered } from './use-rendered.ts';

const STATES: Readonly<Record<WrittenText['state'], string>> = {
  writing: 'being written',
  rejected: 'not kept',
  draft: 'in the running',
  post: 'kept',
};

/** A draft as it is written, and what came of it. */
export function DraftCard({ text }: { readonly text: WrittenText }) {
  const { title, body } = readableText(text.text);
  const html = useRendered(body, text.path);
  return (
    <article class={`card draft-card ${text.state}`} aria-busy={text.state === 'writing'}>
      <p class="small">
        {STATES[text.state]}
        {text.reason !== null && `: ${text.reason}`}
      </p>
      <h3>{text.title ?? title ?? '…'}</h3>
      {text.judgement !== null && <Facts judgement={text.judgement} />}
      <div class="draft-body">
        {html === null ? body : <PageView html={html} label={text.title ?? title ?? 'A draft'} />}
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
  const longest = shared.longest?.words ?? 0;
  return (
    <p class="draft-facts">
      <span>
        <Term name="score" /> <strong>{scoreText(score)}</strong>
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
