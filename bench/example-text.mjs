// The posts of the example blog as one text.
import { readdir, readFile } from 'node:fs/promises';

const articles = new URL('../examples/blog/_articles/', import.meta.url);

export async function exampleText() {
  const names = (await readdir(articles)).toSorted();
  const posts = await Promise.all(names.map((name) => readFile(new URL(name, articles), 'utf8')));
  return posts.join('\n');
}
