import { SettingFault } from '../settings/settings-table.ts';

/** What says nothing of who wrote a post, and stands in its front matter already. */
const TAKEN_KEYS = new Set(['title', 'date', 'category', 'categories', 'tag', 'tags', 'draft', 'published', 'slug']);

/** The key that the setting `label` stands for; null for none. Throws SettingFault for what can be no such key. */
export function labelKey(label: string): string | null {
  if (label === 'none') return null;
  if (!/^[A-Za-z_][\w-]*$/.test(label)) {
    throw new SettingFault('label', `label takes the name of a key, of letters, digits, _ and -, got "${label}".`);
  }
  if (TAKEN_KEYS.has(label)) {
    throw new SettingFault(
      'label',
      `label cannot be ${label}: that key says something else of a post; take another name.`,
    );
  }
  return label;
}
