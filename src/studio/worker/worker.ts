/** The entry of both workers: their name says which it is, so that they share all their code. */

interface Role {
  readonly take: (message: never) => void;
}

const role: Promise<Role> = self.name === 'job' ? import('./job-worker.ts') : import('./studio-worker.ts');

// Messages come before the role is loaded.
addEventListener('message', ({ data }) => void role.then(({ take }) => take(data as never)));
