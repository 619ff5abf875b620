import { useRef, useState } from 'preact/hooks';
import { readDropped } from '../core/dropped-files.ts';
import type { NamedFile } from '../core/named-file.ts';

export interface DropFilesProps {
  /** What the person does here: 'Drop a folder of posts or an export here'. */
  readonly prompt: string;
  /** What can be chosen, for screen readers: 'A folder of posts'. */
  readonly folderLabel: string;
  readonly fileLabel: string;
  /** Called with the files that were dropped or chosen; names are paths within the folder that was chosen. */
  readonly onFiles: (files: readonly NamedFile[]) => void;
  readonly isBusy: boolean;
}

/** Every browser has this attribute, and no standard. */
const WHOLE_FOLDER = { webkitdirectory: true };

/** A place for a folder or a file: drop it, or choose it with a button. */
export function DropFiles({ prompt, folderLabel, fileLabel, onFiles, isBusy }: DropFilesProps) {
  const folder = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const chosen = (input: HTMLInputElement | null) => {
    const files = [...(input?.files ?? [])].map((each) => ({ name: each.webkitRelativePath || each.name, file: each }));
    if (files.length > 0) onFiles(files);
    if (input !== null) input.value = '';
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what can be dropped can also be chosen, with the buttons in it.
    <div
      class={`drop${isOver ? ' over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void readDropped(event.dataTransfer).then((files) => files.length > 0 && onFiles(files));
      }}
    >
      <p>{isBusy ? 'Copying …' : `${prompt}, or choose`}</p>
      <button type="button" disabled={isBusy} onClick={() => folder.current?.click()}>
        a folder
      </button>
      <button type="button" disabled={isBusy} onClick={() => file.current?.click()}>
        a file
      </button>
      <input
        ref={folder}
        type="file"
        class="hidden"
        aria-label={folderLabel}
        tabIndex={-1}
        {...WHOLE_FOLDER}
        onChange={() => chosen(folder.current)}
      />
      <input
        ref={file}
        type="file"
        class="hidden"
        aria-label={fileLabel}
        tabIndex={-1}
        onChange={() => chosen(file.current)}
      />
    </div>
  );
}

/** A place for a folder of posts or an export. */
export function DropPosts(props: Pick<DropFilesProps, 'onFiles' | 'isBusy'>) {
  return (
    <DropFiles
      {...props}
      prompt="Drop a folder of posts or an export here"
      folderLabel="A folder of posts"
      fileLabel="An export of a blog"
    />
  );
}
