import { Term } from '../parts/term.tsx';
import type { Subject } from './subject.ts';

export interface SubjectFormProps {
  readonly value: Subject;
  readonly onChange: (subject: Subject) => void;
}

export function SubjectForm({ value, onChange }: SubjectFormProps) {
  const field = (name: keyof Subject) => ({
    id: name,
    value: value[name],
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      onChange({ ...value, [name]: currentTarget.value }),
  });
  return (
    <div class="subject">
      <div class="field">
        <label for="titles">Titles</label>
        <textarea rows={2} placeholder="It finds titles of its own" {...field('titles')} />
        <p>One a line, a post for each; they are kept word for word.</p>
      </div>
      <div class="field">
        <label for="about">Points</label>
        <textarea rows={4} placeholder="Nothing in particular" {...field('about')} />
        <p>What the post is about, one point a line: facts, headings, an outline.</p>
      </div>
      <div class="field">
        <label for="tags">Tags</label>
        <input type="text" placeholder="Tags of your blog that fit" {...field('tags')} />
      </div>
      <details>
        <summary>How many, and how daring</summary>
        <div class="field">
          <label for="count">Posts</label>
          <input type="text" inputMode="numeric" placeholder="3" {...field('count')} />
        </div>
        <div class="field">
          <label for="bestOf">Drafts for each, of which the best is kept</label>
          <input type="text" inputMode="numeric" placeholder="usual" {...field('bestOf')} />
        </div>
        <div class="field">
          <label for="temperature">
            <Term name="temperature">Daring</Term>
          </label>
          <input type="text" inputMode="decimal" placeholder="usual" {...field('temperature')} />
          <p>From 0, only what is likely, to 1.5.</p>
        </div>
      </details>
    </div>
  );
}
