import { SettingFault } from '../settings/settings-table.ts';

/** Keys with another meaning, which posts may already have in their front matter. */
const TAKEN_KEYS = new Set(['title', 'date', 'category', 'categories', 'tag', 'tags', 'draft', 'published', 'slug']);

/** The front-matter key that the setting `label` names; null for none. Throws SettingFault for an unusable key. */
export function labelKey(label: string): string | null {
  if (label === 'none') return null;
  if (!/^[A-Za-z_][\w-]*$/.test(label)) {
    throw new SettingFault('label', `\`label\` must be a key made of letters, digits, _ and -, not "${label}".`);
  }
  if (TAKEN_KEYS.has(label)) {
    throw new SettingFault(
      'label',
      `\`label\` cannot be ${label}: that key has another meaning in front matter. Choose another name.`,
    );
  }
  return label;
}
