import { transport } from '../core/transport.ts';

/** What the field for a source of posts says: a tab asks no other site, and sees only what is dropped on it. */
export function sourceWords(): { readonly label: string; readonly placeholder: string } {
  return transport().place === 'tab'
    ? { label: 'A folder of posts, or an export of your blog: drop it below', placeholder: '' }
    : {
        label: 'A folder, an export of your blog, or the address of its feed',
        placeholder: 'content/posts, export.xml or https://example.com/feed',
      };
}
