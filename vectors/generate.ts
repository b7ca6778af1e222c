/**
 * Writes the golden vectors: `node --import tsx vectors/generate.ts`. Every run gives the same bytes. webcrypto.json is
 * made only if it does not exist.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { addressVectors } from "./make/addresses.ts";
import { codeVectors } from "./make/codes.ts";
import { idVectors } from "./make/ids.ts";
import { signatureVectors } from "./make/signatures.ts";
import { statementVectors } from "./make/statements.ts";
import { type WebCryptoSample, webCryptoSamples } from "./make/webcrypto.ts";

const fileOf = (name: string) => new URL(name, import.meta.url);
const jsonOf = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** The content of each file that can be made again. */
export function goldenVectors(webCrypto: readonly WebCryptoSample[]): Record<string, string> {
  return {
    "signatures.json": jsonOf(signatureVectors(webCrypto)),
    "statements.json": jsonOf(statementVectors()),
    "addresses.json": jsonOf(addressVectors()),
    "ids.json": jsonOf(idVectors()),
    "codes.json": jsonOf(codeVectors()),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const kept = fileOf("webcrypto.json");
  if (!existsSync(kept)) writeFileSync(kept, jsonOf(await webCryptoSamples(3)));
  for (const [name, text] of Object.entries(goldenVectors(JSON.parse(readFileSync(kept, "utf8"))))) {
    writeFileSync(fileOf(name), text);
  }
}
