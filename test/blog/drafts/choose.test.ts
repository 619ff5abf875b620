import { describe, expect, it } from 'vitest';
import { chooseCategory, learnCategories } from '../../../src/blog/drafts/choose-category.ts';
import { chooseTags, learnTags } from '../../../src/blog/drafts/choose-tags.ts';
import type { Post } from '../../../src/blog/posts/post.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

function post(categories: string, tags: string, body: string): Post {
  return readPost('x.md', `---\ncategories: [${categories}]\ntags: [${tags}]\n---\n${body}\n`);
}

const posts = [
  post('kitchen', 'posts, tea', 'The kettle boils water for tea.'),
  post('kitchen, life', 'posts, tea, shopping-list', 'Spoons, kettle, stove.'),
  post('shed', 'posts, c++', 'The saw cuts wood near the stove.'),
];

describe('chooseCategory', () => {
  const categories = learnCategories(posts);

  it('counts the words of each category, the most used first', () => {
    expect(categories.map(({ category, posts, words }) => [category, posts, words])).toEqual([
      ['kitchen', 2, 9],
      ['shed', 1, 7],
    ]);
    expect(categories[0].counts.get('kettle')).toBe(2);
  });

  it('follows the words of a text, then how much a category is used', () => {
    expect(chooseCategory('A saw, some wood.', categories)).toBe('shed');
    expect(chooseCategory('Spoons for the tea', categories)).toBe('kitchen');
    expect(chooseCategory('Unheard of', categories)).toBe('kitchen');
    expect(chooseCategory('Anything', [])).toBeNull();
  });

  it('gives the probabilities of naive Bayes with add-one smoothing', () => {
    // The blog has 12 words. P(kitchen | stove) ∝ 2 · 2/(9 + 12), P(shed | stove) ∝ 1 · 2/(7 + 12);
    // for "stove cuts": 2 · 2/21 · 1/21 < 1 · 2/19 · 2/19.
    expect(chooseCategory('stove', categories)).toBe('kitchen');
    expect(chooseCategory('stove cuts', categories)).toBe('shed');
  });
});

describe('chooseTags', () => {
  const tags = learnTags(posts);

  it('takes the tags of every post, then proposed ones, then those that the text mentions most', () => {
    expect(chooseTags('Tea, tea; a Shopping List.', tags, [])).toEqual(['posts', 'tea', 'shopping-list']);
    expect(chooseTags('Tea.', tags, ['c++', 'unknown'])).toEqual(['posts', 'c++', 'tea']);
  });

  it('takes whole words only', () => {
    expect(chooseTags('A teapot is steam.', tags, [])).toEqual(['posts']);
  });
});
