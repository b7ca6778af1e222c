/** What the page and its reader of frames say to each other. */

/** A part of a frame. `turn` counts the frames, so that each is read in another way. */
export type Frame = { readonly bitmap: ImageBitmap; readonly turn: number };

/** Sent for each frame. `pure` says that this browser refuses WebAssembly, so JavaScript reads. */
export type ReadFrame = { readonly text: string | undefined; readonly engine: "wasm" | "pure" };
