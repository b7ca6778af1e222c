/** Builds the pages into dist/. */
import { buildGate } from "./buildPage.ts";
import { sizesOf, writeSizes } from "./sizes.ts";

writeSizes(sizesOf(await buildGate()));
