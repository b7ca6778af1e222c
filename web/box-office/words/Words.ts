import type { en } from "./en.ts";

/** All texts of the box office page in one language. A table that lacks one does not compile. */
export type Words = typeof en;
