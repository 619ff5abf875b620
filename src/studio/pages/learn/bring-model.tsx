import { useState } from 'preact/hooks';
import { api, upload } from '../core/api.ts';
import { useAction } from '../core/hooks.ts';
import type { NamedFile } from '../core/named-file.ts';
import { DropFiles } from '../parts/drop-files.tsx';
import { Problem } from '../parts/problem.tsx';
import { modelFiles } from './model-files.ts';

export interface BringModelProps {
  readonly hasBundled: boolean;
  /** Called with the name of a model that is here now. */
  readonly onBrought: (name: string) => void;
}

/** Models in a tab: no other site is asked for them, so their files are dropped here. */
export function BringModel({ hasBundled, onBrought }: BringModelProps) {
  const [brought, setBrought] = useState<string | null>(null);
  const take = useAction(async (files: readonly NamedFile[]) => {
    const { model, named } = modelFiles(files);
    for (const { name, file } of named) await upload(name, file, 'models');
    setBrought(model);
    onBrought(model);
  });
  const bundled = useAction(async () => {
    await api('POST', '/base-model', {});
    onBrought('base');
  });
  return (
    <>
      <DropFiles
        prompt="Drop the folder of a model, or its GGUF file, here"
        folderLabel="The folder of a model"
        fileLabel="The file of a model"
        onFiles={take.run}
        isBusy={take.isBusy}
      />
      {!hasBundled && (
        <p>
          <button type="button" class="quiet" disabled={bundled.isBusy} onClick={() => bundled.run()}>
            {bundled.isBusy ? 'Loading the small model …' : 'Load the small model that belongs to this page (35 MB)'}
          </button>
        </p>
      )}
      {brought !== null && <p role="status">{brought} is here.</p>}
      <Problem text={take.problem ?? bundled.problem} />
    </>
  );
}
