import type { Section } from '../settings/sections.ts';

/**
 * The text of a new config file. It contains empty sections too, so that an editor can complete them. `schema` is the path
 * or address of the schema that a JSON file refers to.
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

/** Keeps lists with one entry on one line. */
function asJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/\[\s+("(?:[^"\\]|\\.)*")\s+\]/g, '[$1]');
}
