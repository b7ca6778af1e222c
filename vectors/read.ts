/** The golden vectors, for tests. */
import { readFileSync } from "node:fs";
import type { addressVectors } from "./make/addresses.ts";
import type { codeVectors } from "./make/codes.ts";
import type { idVectors } from "./make/ids.ts";
import type { statementVectors } from "./make/statements.ts";
import type { SignatureVector } from "./make/vector.ts";
import type { WebCryptoSample } from "./make/webcrypto.ts";

/** A published signature, of a message (hex) by its SHA-256, or of a digest. */
export type PublishedP256 = {
  source: string;
  message: string;
  r: string;
  s: string;
  x: string;
  y: string;
  good: boolean;
};
export type PublishedSecp256k1 = { source: string; digest: string; signature: string; holder: string };

export const textOf = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const read = <T>(name: string): T => JSON.parse(textOf(name));

export const signatures = () => read<SignatureVector[]>("signatures.json");
export const statements = () => read<ReturnType<typeof statementVectors>>("statements.json");
export const addresses = () => read<ReturnType<typeof addressVectors>>("addresses.json");
export const ids = () => read<ReturnType<typeof idVectors>>("ids.json");
export const codes = () => read<ReturnType<typeof codeVectors>>("codes.json");
export const webCrypto = () => read<WebCryptoSample[]>("webcrypto.json");
export const published = () => read<{ p256: PublishedP256[]; secp256k1: PublishedSecp256k1[] }>("published.json");
