import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";

/** A certificate chain and its key, as PEM, that belong together. */
export type Certificate = {
  readonly cert: string;
  readonly key: string;
  /** Seconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  /** Names in it, such as `gate-hub.organizer.example`. */
  readonly isFor: (name: string) => boolean;
  /** Differs if either file differs. */
  readonly fingerprint: string;
};

/**
 * Reads a certificate and its key.
 *
 * @throws Error with a sentence for the operator, if a file cannot be read or the two do not belong together.
 */
export async function readCertificate(files: { readonly cert: string; readonly key: string }): Promise<Certificate> {
  const [cert, key] = await Promise.all([readPem(files.cert), readPem(files.key)]);
  const first = parsed(files.cert, () => new X509Certificate(cert));
  const privateKey = parsed(files.key, () => createPrivateKey(key));
  if (!first.checkPrivateKey(privateKey)) {
    throw new Error(`${files.key} is not the key of the certificate in ${files.cert}.`);
  }
  // The library refuses what it could not serve with, such as a chain that is cut off.
  parsed(files.cert, () => createSecureContext({ cert, key }));
  return {
    cert,
    key,
    validFrom: Date.parse(first.validFrom) / 1_000,
    validTo: Date.parse(first.validTo) / 1_000,
    isFor: (name) => first.checkHost(name) !== undefined,
    fingerprint: createHash("sha256").update(cert).update(key).digest("hex"),
  };
}

async function readPem(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => {
    throw new Error(`${file} cannot be read.`);
  });
}

function parsed<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    // The library's message could quote the key.
    throw new Error(`${file} does not hold what TLS needs, as PEM.`);
  }
}
