import { readFileName } from './file-name.ts';
import { divideFrontMatter } from './front-matter.ts';
import { doubtfulHidingKey, hidesPost } from './hides-post.ts';
import { filledKey, keysNamed, valueNamed } from './known-keys.ts';
import { namesIn } from './names-in.ts';
import { type FrontMatter, GENERATED_LABEL, type Post, type PostNote } from './post.ts';
import { changeDate, dateOfPost } from './post-dates.ts';
import { noteOn, repeatNotes, shownValue, type TellNote } from './post-notes.ts';
import { isTrue } from './truths.ts';

/**
 * Reads the file of a post. What its front matter says goes before what its path says; keys may be spelt in any letters.
 * A list (`categories`, `category`, `tags`, `tag`, Zola's `taxonomies`) is anything that `namesIn` reads. What is not
 * understood is in `notes`. `source` is its path, or any name for it. Throws PostFault with the line for broken front matter.
 */
export function readPost(source: string, text: string): Post {
  const name = readFileName(source);
  const { frontMatter, body } = divideFrontMatter(source, text);
  const notes: PostNote[] = repeatNotes(frontMatter);
  const tell: TellNote = (key, note) => notes.push(noteOn(frontMatter, key, note));
  const doubtful = doubtfulHidingKey(frontMatter);
  if (doubtful !== undefined) tell(doubtful, `${doubtful} takes true or false; the post is taken for a draft.`);
  return {
    source,
    slug: textOf(frontMatter, 'slug', tell) ?? name.slug,
    title: textOf(frontMatter, 'title', tell),
    date: dateOfPost(frontMatter, tell) ?? name.date ?? changeDate(frontMatter),
    categories: listOf(frontMatter, ['categories', 'category'], tell),
    tags: listOf(frontMatter, ['tags', 'tag'], tell),
    draft: name.isDraft || hidesPost(frontMatter),
    generated: isTrue(valueNamed(frontMatter, GENERATED_LABEL)),
    notes,
    frontMatter,
    body,
    extension: name.extension,
  };
}

/** A text, a number or a word, as it was typed; null for white space. A slug called null, or nothing, is none. */
function textOf(frontMatter: FrontMatter, name: 'title' | 'slug', tell: TellNote): string | null {
  const key = filledKey(frontMatter, [name]) ?? keysNamed(frontMatter, name)[0];
  if (key === undefined) return null;
  const value = frontMatter.typed[key];
  if (typeof value === 'object' && value !== null) {
    tell(key, `the ${name} is ${Array.isArray(value) ? 'a list' : 'a map'}, not text; quotes make text of it.`);
    return null;
  }
  const text = String(value ?? '').trim();
  return text === '' || (name === 'slug' && text === 'null') ? null : text;
}

/** Names under all of these keys; of a key in the singular spaces are part of a name. */
function listOf(frontMatter: FrontMatter, keys: readonly [string, string], tell: TellNote): readonly string[] {
  const taxonomies = valueNamed(frontMatter, 'taxonomies');
  const [plural] = keys;
  const nested = typeof taxonomies === 'object' && taxonomies !== null ? (taxonomies as Data)[plural] : undefined;
  const found = keys.flatMap((name, index) =>
    keysNamed(frontMatter, name).map((key) => {
      const read = namesIn(frontMatter.typed[key], { by: index === 1 ? 'marks' : 'spaces' });
      if (read.unread.length > 0) tell(key, `${key} has something that is no name: ${shownValue(read.unread[0])}.`);
      return read.names;
    }),
  );
  return [...new Set([...found.flat(), ...namesIn(nested ?? null, { by: 'spaces' }).names])];
}

type Data = Readonly<Record<string, unknown>>;

/** Whether a post says that a model wrote it: under GENERATED_LABEL, or under another key that a blog has for it. */
export function saysGenerated(post: Pick<Post, 'generated' | 'frontMatter'>, label: string | null): boolean {
  return post.generated || (label !== null && isTrue(valueNamed(post.frontMatter, label)));
}
