/** A file, with its path within the folder that was dropped or chosen. */
export interface NamedFile {
  readonly name: string;
  readonly file: File;
}
