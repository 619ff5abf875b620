import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as library from '../src/index.ts';

/** Every class of faults in src/, by name, with its code. */
function declared(): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ts') || entry.startsWith('cli')) continue;
    const text = readFileSync(join('src', entry), 'utf8');
    for (const [, name, body] of text.matchAll(/class (\w+) extends \w*Fault\b[^{]*\{(?=([\s\S]{0,200}))/g)) {
      found.set(name, /override readonly code: string = '([^']+)'/.exec(body)?.[1] ?? '');
    }
  }
  return found;
}

/** Codes are permanent: a name may only be added here. */
const codes = [
  'adapter',
  'approved-draft',
  'blog-refused',
  'checkpoint-write',
  'checksum',
  'config',
  'configuration',
  'cover-format',
  'device',
  'device-memory',
  'disk-space',
  'download',
  'draft-changed',
  'empty-draft',
  'encoding',
  'file-exists',
  'file-shrank',
  'gguf',
  'ghost-key',
  'git',
  'git-locked',
  'gpu-lost',
  'gpu-shader',
  'hub-access',
  'index-memory',
  'instruction-set',
  'journal',
  'launcher',
  'llm-c',
  'locked',
  'logits',
  'memory',
  'missing-input',
  'missing-secret',
  'model-folder',
  'mpi',
  'native-library',
  'no-checkpoint',
  'no-draft',
  'no-post',
  'no-end-mark',
  'no-feed',
  'no-gpu',
  'no-input',
  'no-model',
  'no-posts',
  'no-reference',
  'no-tokens',
  'nothing-to-remove',
  'published-folder',
  'no-vocabulary',
  'non-finite-loss',
  'not-a-draft',
  'not-downloaded',
  'not-published',
  'not-resumable',
  'npy',
  'npz',
  'onnx-model',
  'parameter',
  'pip',
  'pip-missing',
  'port',
  'post',
  'precision',
  'prompt',
  'proxy',
  'push',
  'pytorch',
  'rank-stopped',
  'ranks-differ',
  'reader-texts',
  'refused',
  'run-exists',
  'run-record',
  'safetensors',
  'setting',
  'shard-index',
  'source',
  'source-unreachable',
  'tensor',
  'tensorflow',
  'thread-ended',
  'token-range',
  'tokenizer-kind',
  'trainer-state',
  'unreachable',
  'unreadable',
  'unsupported-browser',
  'unsupported-model',
  'vocabulary',
  'weights',
  'window',
  'write',
  'zip',
];

describe('a fault', () => {
  it('has a code that is its own, in kebab-case, and permanent', () => {
    const found = [...declared().values()];
    expect(found.filter((code) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(code))).toEqual([]);
    expect(new Set(found).size).toBe(found.length);
    expect(found.sort()).toEqual(codes.sort());
  });

  it('is called a fault', () => {
    expect([...declared().keys()].filter((name) => !name.endsWith('Fault'))).toEqual([]);
  });

  it('can be caught by its class, which the library exports', () => {
    expect([...declared().keys()].filter((name) => !(name in library))).toEqual([]);
  });

  it('carries its code', () => {
    expect(new library.NoModelFault('There is no model.').code).toBe('no-model');
    expect(new library.SettingFault('out', 'out is missing.').code).toBe('setting');
    expect(new library.SettingFault('out', '`out` is missing.')).toMatchObject({
      message: 'out is missing.',
      marked: '`out` is missing.',
      setting: 'out',
    });
    expect(new library.PushFault('The push failed.')).toBeInstanceOf(library.GitFault);
  });
});
