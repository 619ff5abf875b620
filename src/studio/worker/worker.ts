/** The entry of all workers: their name says which it is, so that they share all their code. */

interface Role {
  readonly take: (message: never) => void;
}

const role: Promise<Role> = roleOf(self.name);

// Whoever started this worker hears of a part that cannot be loaded, and does not wait for ever.
role.catch(reportError);

// Messages come before the role is loaded.
addEventListener('message', ({ data }) => void role.then(({ take }) => take(data as never)));

function roleOf(name: string): Promise<Role> {
  if (name === 'job') return import('./job-worker.ts');
  return name === 'kernels' ? import('./kernel-worker.ts') : import('./studio-worker.ts');
}
