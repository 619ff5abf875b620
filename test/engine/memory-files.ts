import { bytesInMemory } from '../../src/engine/byte-source.ts';
import type { ModelFiles } from '../../src/engine/model-files.ts';

/** The files of a model that are nowhere but in memory. `opened` counts those that are open. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>): ModelFiles & { opened: number } {
  const files = {
    description: 'memory',
    weights: null,
    opened: 0,
    names: async () => Object.keys(contents).sort(),
    pathOf: (name: string) => `memory/${name}`,
    async open(name: string) {
      const content = contents[name];
      if (content === undefined) return null;
      files.opened++;
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return { ...bytesInMemory(`memory/${name}`, bytes), close: async () => void files.opened-- };
    },
  };
  return files;
}
