declare const TPDNE_VERSION: string;

/** The version of this package, which the build puts here. */
export const VERSION: string = TPDNE_VERSION;
