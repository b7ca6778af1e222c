/** Measures the pages. Fails when one is over its limit. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildGate } from "./buildPage.ts";
import { sizesOf, writeSizes } from "./sizes.ts";

const into = await mkdtemp(join(tmpdir(), "doorkey-web-"));
const fits = writeSizes(sizesOf(await buildGate({ into })));
await rm(into, { recursive: true });
process.exit(fits ? 0 : 1);
