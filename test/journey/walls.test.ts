import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

interface Rules {
  readonly forbidden: readonly { readonly name: string }[];
}

const { default: rules } = (await import('../../.dependency-cruiser.mjs' as string)) as { default: Rules };

/** For each rule, an import that it must reject: the importing file and the imported one. */
const forbidden: Readonly<Record<string, readonly [string, string]>> = {
  'no-circular': ['engine/random.ts', 'engine/random.ts'],
  'blog-knows-no-tensors': ['blog/posts/post.ts', 'engine/random.ts'],
  'posts-are-the-ground': ['blog/posts/post.ts', 'blog/drafts/draft.ts'],
  'language-knows-no-posts': ['blog/language/words.ts', 'blog/posts/post.ts'],
  'engine-knows-no-markdown': ['engine/tokens/tokenizer.ts', 'blog/posts/post.ts'],
  'device-is-the-ground': ['engine/device/device.ts', 'engine/models/language-model.ts'],
  'models-stand-on-device': ['engine/models/language-model.ts', 'engine/training/train.ts'],
  'architectures-behind-their-list': ['pipeline/train/train.ts', 'engine/models/gpt2/architecture.ts'],
  'tokenizers-behind-their-list': ['pipeline/train/train.ts', 'engine/tokens/bpe/bpe-tokenizer.ts'],
  'node-serves': ['node/files/folder.ts', 'pipeline/settings/settings-table.ts'],
  'pipeline-sees-no-node': ['pipeline/run/run.ts', 'node/files/node-files.ts'],
  'project-is-the-seam': ['project/project.ts', 'pipeline/run/run.ts'],
  'doors-open-inwards': ['pipeline/settings/settings-table.ts', 'cli/cli.ts'],
  'studio-is-a-door': ['studio/server/app.ts', 'cli/cli.ts'],
  'pages-see-the-protocol': ['studio/pages/app.ts', 'studio/server/app.ts'],
  'browser-project-serves': ['browser-project/browser-project.ts', 'pipeline/run/run.ts'],
  'no-node-in-a-tab': ['studio/worker/worker.ts', 'node/files/node-files.ts'],
  'dawn-in-one-room': ['engine/random.ts', 'webgpu'],
  'sharp-in-one-room': ['blog/covers/palette.ts', 'sharp'],
  'runs-anywhere': ['engine/random.ts', 'node:fs'],
  'serve-knows-no-model': ['serve/turns.ts', 'engine/random.ts'],
  'hono-serves': ['cli/serve.ts', 'hono'],
  'kernel-calls-behind-devices': ['pipeline/run/run.ts', 'engine/device/compiled/command-buffer.ts'],
  'wasm-behind-browser-devices': ['browser-project/browser-project.ts', 'engine/device/wasm/open-wasm-device.ts'],
  'koffi-in-one-room': ['engine/random.ts', 'koffi'],
  'one-client': ['node/publishing/ghost.ts', 'undici'],
};

test.each(rules.forbidden.map(({ name }) => name))('the rule %s rejects a forbidden import', async (name) => {
  const [from, to] = forbidden[name];
  const house = temporaryFolder();
  const write = (file: string, code: string) => {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), code);
  };
  const isFile = to.endsWith('.ts');
  const specifier = isFile ? `${'../'.repeat(from.split('/').length)}src/${to}` : to;
  if (isFile) write(join('src', to), 'export const there = 1;');
  else write(`node_modules/${to}/index.js`, '');
  write(join('src', from), `import * as there from '${specifier}';\nexport const here = there;`);
  const { output } = await cruise(['src'], { ruleSet: rules as never, validate: true, baseDir: house });
  const violations = (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
  expect(violations).toContain(name);
});
