import { posts } from '../pipeline/posts/posts.ts';
import { postsSettings } from '../pipeline/settings/posts.ts';
import { defineCommand } from './command.ts';
import { postsText } from './posts-text.ts';
import { showReading } from './show-reading.ts';

export const postsCommand = defineCommand({
  arguments: ['posts'],
  settings: postsSettings,
  examples: [
    ['tpdne posts content/posts', 'Shows what a model would learn from, and what not.'],
    ['tpdne posts blog.wordpress.xml --exclude 2009-04-01-joke.md', 'Shows it without one post.'],
    ['tpdne posts content/posts --model_name smollm2-135m', 'Counts the tokens of that model.'],
  ],
  essential: ['exclude', 'drafts', 'format', 'model_name', 'redact'],
  async run({ settings, screen, project, tap }) {
    const show = showReading(screen);
    screen.progress({ done: 0, total: null, unit: 'bytes', details: ['looking for posts'] });
    for await (const event of tap(posts(settings, project))) {
      switch (event.type) {
        case 'posts-shown':
          screen.progress(null);
          screen.print(postsText(event));
          break;
        case 'notice':
          screen.note(event.text);
          break;
        // All of these are in the text at the end, in full.
        case 'post-seen':
        case 'note':
        case 'cleaning':
          break;
        default:
          show(event);
      }
    }
  },
});
