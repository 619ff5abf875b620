/** The entry of all workers: their name says which it is, so that they share all their code. */

interface Role {
  readonly take: (message: never) => void;
}

const role: Promise<Role> = roleOf(self.name);

// Messages come before the role is loaded.
addEventListener('message', ({ data }) => void role.then(({ take }) => take(data as never)));

function roleOf(name: string): Promise<Role> {
  if (name === 'job') return import('./job-worker.ts');
  return name === 'kernels' ? import('./kernel-worker.ts') : import('./studio-worker.ts');
}
