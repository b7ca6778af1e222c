/** Measures the pages. Fails when one is over its limit. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBoxOffice, buildGate, buildWallet } from "./pages.ts";
import { sizesOf, writeSizes } from "./sizes.ts";

const into = await mkdtemp(join(tmpdir(), "doorkey-web-"));
const fits = [
  writeSizes(sizesOf("gate", await buildGate({ into: join(into, "gate") }))),
  writeSizes(sizesOf("wallet", await buildWallet({ into: join(into, "wallet") }))),
  writeSizes(sizesOf("box-office", await buildBoxOffice({ into: join(into, "box-office") }))),
];
await rm(into, { recursive: true });
process.exit(fits.every(Boolean) ? 0 : 1);
