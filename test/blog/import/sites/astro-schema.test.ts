import { describe, expect, it } from 'vitest';
import { requiredKeys } from '../../../../src/blog/import/sites/astro-schema.ts';

const blog = `
import { defineCollection, z } from 'astro:content';
import { glob } from 'astro/loaders';

// const old = defineCollection({ schema: z.object({ gone: z.string() }) });
const authors = defineCollection({
  loader: glob({ base: './src/content/authors', pattern: '**/*.json' }),
  schema: z.object({ name: z.string() }),
});

const blog = defineCollection({
  // Load Markdown files in the \`src/content/blog/\` directory.
  loader: glob({ base: './src/content/blog', pattern: '**/*.{md,mdx}' }),
  schema: ({ image }) =>
    z.object({
      title: z.string().max(60, 'at most, 60'),
      'description': z.string(),
      pubDate: z.coerce.date(),
      edited: z.string().or(z.date()).transform((value) => new Date(value)),
      updatedDate: z.coerce.date().optional(),
      heroImage: image().optional(),
      /* kind: z.string(), */
      kind: z.enum(['note', "essay"]),
      draft: z.boolean().default(false),
      shown: z.boolean(),
      order: z.number(),
      tags: z.array(z.string()),
      cover: image(),
      seo: z.object({ title: z.string().optional(), robots: z.string() }),
      extra: z.optional(z.string()),
      maybe: z.string().nullish(),
    }),
});

export const collections = { authors, blog };
`;

describe('the keys that Astro requires', () => {
  it('are those of the collection with the posts', () => {
    const found = requiredKeys(blog, 'src/content/blog')!;
    expect(found.map(({ key, kind }) => `${key}: ${kind}`)).toEqual([
      'title: text',
      'description: text',
      'pubDate: date',
      'edited: date',
      'kind: choice',
      'shown: boolean',
      'order: number',
      'tags: list',
      'cover: other',
      'seo: other',
    ]);
    expect(found.find(({ key }) => key === 'kind')!.choices).toEqual(['note', 'essay']);
    expect(requiredKeys(blog, 'src/content/authors')!.map(({ key }) => key)).toEqual(['name']);
    expect(requiredKeys(blog, 'src/content/blog/2024')).toHaveLength(10);
  });

  it('are found under a name, and by the name of the collection', () => {
    const named = `const schema = z.object({ title: z.string() });
      export const collections = { posts: defineCollection({ type: 'content', schema }), notes: defineCollection({ schema: other }) };`;
    expect(requiredKeys(named, 'src/content/posts')).toEqual([{ key: 'title', kind: 'text', choices: [] }]);
    expect(requiredKeys(named, 'src/content/notes')).toBeNull();
  });

  it('are unknown if the program does not spell them out', () => {
    expect(requiredKeys('export const collections = { blog: docs() };', 'src/content/blog')).toBeNull();
    expect(requiredKeys(`const blog = defineCollection({ schema: makeSchema() });`, 'src/content/blog')).toBeNull();
  });
});
