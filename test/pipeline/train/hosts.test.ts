import { expect, test } from 'vitest';
import { memoryProject } from '../../../src/pipeline/memory-project.ts';
import { train } from '../../../src/pipeline/train/train.ts';

test.each([
  [['a'], 'hosts names the machines that train together: two or more, this one first.'],
  [['a', 'b'], 'hosts needs mpirun, which starts the command on each of them: use it on the command line.'],
])('hosts %o on which nothing was started', async (hosts, message) => {
  await expect(train({ dataset: ['posts'], hosts }, memoryProject()).next()).rejects.toThrow(message);
});
