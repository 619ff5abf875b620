import type { Section } from '../settings/sections.ts';

/**
 * The text of a new config file. Sections without a value are there too, for an editor to complete. `schema` is what a JSON
 * file names as its schema.
 */
export function configText(
  values: Readonly<Record<Section, Readonly<Record<string, unknown>>>>,
  form: 'json' | 'ts' | 'js',
  schema: string | null,
): string {
  if (form === 'json') return `${asJson({ ...(schema === null ? {} : { $schema: schema }), ...values })}\n`;
  const object = asJson(values).replace(/^(\s*)"([a-z_]+)":/gm, '$1$2:');
  if (form === 'ts') {
    return `import { defineConfig } from 'this-post-does-not-exist';\n\nexport default defineConfig(${object});\n`;
  }
  return `/** @type {import('this-post-does-not-exist').Config} */\nexport default ${object};\n`;
}

/** Lists of one entry stay in their line. */
function asJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/\[\s+("(?:[^"\\]|\\.)*")\s+\]/g, '[$1]');
}
