/** Builds the pages into dist/. */
import { buildBoxOffice, buildGate, buildWallet } from "./pages.ts";
import { sizesOf, writeSizes } from "./sizes.ts";

writeSizes(sizesOf("gate", await buildGate()));
writeSizes(sizesOf("wallet", await buildWallet()));
writeSizes(sizesOf("box-office", await buildBoxOffice()));
