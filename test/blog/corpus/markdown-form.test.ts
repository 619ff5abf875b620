import { expect, test } from 'vitest';
import { markdownForm, portableBody } from '../../../src/blog/corpus/markdown-form.ts';
import { portableMarkdown } from '../../../src/blog/import/portable-markdown.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

test.each<[string, string, string]>([
  ['front matter', 'a.md', '---\ntitle: "The kettle"\ntags: [tea, rain]\n---\n\n\nOne {{ x }} *two*\n\n- three\n\n'],
  ['a date in the name', '2019-03-10-a.md', 'One\n\n---\n\ntwo'],
  ['no front matter', 'a.md', '\n\n    code\n\ntext   '],
  ['a title alone', 'a.md', '---\ntitle: One\n---\n\n{{ x }}\n'],
  ['nothing', 'a.md', ' \n'],
  ['MDX', 'a.mdx', 'import A from "a"\n\n<A title="b">\n\nOne\n\n</A>\n'],
])('the body in a form is the portable Markdown of its post: %s', (_, path, file) => {
  const post = readPost(path, file);
  const body = portableMarkdown(post, () => {});
  expect(
    portableBody(
      markdownForm(post, () => 0.3),
      post,
    ),
  ).toBe(body);
});

test.each<[string, string, string]>([
  ['an end mark in the title', 'a.md', '---\ntitle: "<|endoftext|>"\n---\nOne'],
  ['an end mark in the text', 'a.md', 'One `<|endoftext|>`'],
  ['a text that is no Markdown', 'a.txt', '  One\n'],
])('the body in a form is not known with %s', (_, path, file) => {
  const post = readPost(path, file);
  expect(
    portableBody(
      markdownForm(post, () => 0.3),
      post,
    ),
  ).toBeNull();
});
