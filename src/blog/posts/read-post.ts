import { isTrue } from './booleans.ts';
import { readFileName } from './file-name.ts';
import { splitFrontMatter } from './front-matter.ts';
import { hidesPost, unclearDraftKey } from './hides-post.ts';
import { filledKey, keysNamed, valueNamed } from './known-keys.ts';
import { namesIn } from './names-in.ts';
import { type FrontMatter, GENERATED_LABEL, type Post, type PostNote } from './post.ts';
import { changeDate, dateOfPost } from './post-dates.ts';
import { type AddNote, noteOn, repeatNotes, shownValue } from './post-notes.ts';

/**
 * Reads the text of a post. Front matter takes precedence over the path (`source`), and keys match in any spelling (see
 * `keysNamed`). A list (`categories`, `category`, `tags`, `tag`, Zola's `taxonomies`) is anything that `namesIn` reads.
 * Values that are not understood are reported in `notes`. Throws PostFault with the line if front matter is broken.
 */
export function readPost(source: string, text: string): Post {
  const name = readFileName(source);
  const { frontMatter, body } = splitFrontMatter(source, text);
  const notes: PostNote[] = repeatNotes(frontMatter);
  const addNote: AddNote = (key, note) => notes.push(noteOn(frontMatter, key, note));
  const unclear = unclearDraftKey(frontMatter);
  if (unclear !== undefined) addNote(unclear, `${unclear} must be true or false; the post is treated as a draft.`);
  return {
    source,
    slug: textOf(frontMatter, 'slug', addNote) ?? name.slug,
    title: textOf(frontMatter, 'title', addNote),
    date: dateOfPost(frontMatter, addNote) ?? name.date ?? changeDate(frontMatter),
    categories: listOf(frontMatter, ['categories', 'category'], addNote),
    tags: listOf(frontMatter, ['tags', 'tag'], addNote),
    draft: name.isDraft || hidesPost(frontMatter),
    generated: isTrue(valueNamed(frontMatter, GENERATED_LABEL)),
    notes,
    frontMatter,
    body,
    extension: name.extension,
  };
}

/** Text, a number or a word as typed; null if blank, or if the slug is the word null. */
function textOf(frontMatter: FrontMatter, name: 'title' | 'slug', addNote: AddNote): string | null {
  const key = filledKey(frontMatter, [name]) ?? keysNamed(frontMatter, name)[0];
  if (key === undefined) return null;
  const value = frontMatter.typed[key];
  if (typeof value === 'object' && value !== null) {
    addNote(key, `the ${name} is ${Array.isArray(value) ? 'a list' : 'a map'}, not text; put it in quotes.`);
    return null;
  }
  const text = String(value ?? '').trim();
  return text === '' || (name === 'slug' && text === 'null') ? null : text;
}

/** Names under both keys, plural and singular; under the singular, spaces are part of a name. */
function listOf(frontMatter: FrontMatter, keys: readonly [string, string], addNote: AddNote): readonly string[] {
  const taxonomies = valueNamed(frontMatter, 'taxonomies');
  const [plural] = keys;
  const nested = typeof taxonomies === 'object' && taxonomies !== null ? (taxonomies as Data)[plural] : undefined;
  const found = keys.flatMap((name, index) =>
    keysNamed(frontMatter, name).map((key) => {
      const read = namesIn(frontMatter.typed[key], { by: index === 1 ? 'marks' : 'spaces' });
      if (read.unread.length > 0)
        addNote(key, `${key} contains something that is not a name: ${shownValue(read.unread[0])}.`);
      return read.names;
    }),
  );
  return [...new Set([...found.flat(), ...namesIn(nested ?? null, { by: 'spaces' }).names])];
}

type Data = Readonly<Record<string, unknown>>;

/** Whether a post is labelled as written by a model, under GENERATED_LABEL or under the blog's own key, `label`. */
export function saysGenerated(post: Pick<Post, 'generated' | 'frontMatter'>, label: string | null): boolean {
  return post.generated || (label !== null && isTrue(valueNamed(post.frontMatter, label)));
}
