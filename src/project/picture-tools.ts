/** What needs a package for pictures, which may be missing. */
export interface PictureTools {
  /**
   * The converter: from the package next to this program, or the one of a project in or around one of these folders. Null
   * if there is none.
   */
  open(folders: readonly string[]): Promise<PictureConverter | null>;
  /** What to do to have one, as the end of a sentence: 'run npm install sharp'. */
  readonly howToInstall: string;
}

/** A format of pixels that the converter writes. */
export type PixelFormat = 'png' | 'webp' | 'jpg';

export interface PictureConverter {
  /** Draws an SVG in its own size. */
  encode(svg: string, format: PixelFormat): Promise<Uint8Array>;
  /** A small version of a picture, as red, green and blue from 0 to 255; null if it cannot be read. */
  pixels(picture: Uint8Array): Promise<readonly (readonly [number, number, number])[] | null>;
}
