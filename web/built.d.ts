/** What the build writes into the scripts, see scripts/buildPage.ts. */

/** Path of the script that reads codes in camera frames. */
declare const DECODE_WORKER: string;
/** Path of the WebAssembly that it uses. */
declare const READER_WASM: string;
/** Paths that the service worker keeps. */
declare const PRECACHE: readonly string[];
/** Changes with every file of the page. */
declare const BUILD: string;
/** Whether the page reloads itself when its sources change. */
declare const RELOADS: boolean;
