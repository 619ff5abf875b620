import { group } from './settings-table.ts';

/** What new posts are about. */
export const subjectSettings = group('Subject', {
  title: {
    type: 'texts',
    placeholder: 'title',
    default: null,
    absent: 'the model writes the titles',
    help: 'Title of a new post, kept word for word; give it several times for a series.',
  },
  tags: {
    type: 'texts',
    separator: ',',
    placeholder: 'tag,tag',
    default: null,
    absent: 'tags of your blog that fit',
    help: 'Tags of the new posts, kept word for word.',
  },
  about: {
    type: 'text',
    default: null,
    absent: 'nothing in particular',
    help: 'Facts that the new posts are about, one a line; needs format markdown.',
  },
  outline: {
    type: 'path',
    default: null,
    absent: 'none',
    help: 'Markdown file: its headings become those of the new posts, its list items are points; needs format markdown.',
  },
});
