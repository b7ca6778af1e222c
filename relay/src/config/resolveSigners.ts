import { resolve } from "node:path";
import { type SignerSource, sourceName } from "../keys/SignerSource.ts";
import type { Report } from "./mistakes.ts";
import type { ConfigFile } from "./schema.ts";

/** The sources of the keys that send, with absolute paths. One that cannot be resolved is reported and left out. */
export function resolveSigners(file: Pick<ConfigFile, "signers">, folder: string, report: Report): SignerSource[] {
  const known = new Set<string>();
  return file.signers.flatMap((entry, i) => {
    const sources = sourcesIn(entry, folder);
    const [source] = sources;
    if (source === undefined || sources.length > 1) {
      report(`/signers/${i}`, "must have exactly one of keystore, awsKms and googleKms");
      return [];
    }
    const name = sourceName(source);
    if (known.has(name)) report(`/signers/${i}/${source.kind}`, "is a signer already");
    known.add(name);
    return [source];
  });
}

function sourcesIn({ keystore, awsKms, googleKms }: ConfigFile["signers"][number], folder: string): SignerSource[] {
  return [
    ...(keystore === undefined ? [] : [{ kind: "keystore", path: resolve(folder, keystore) } as const]),
    ...(awsKms === undefined ? [] : [{ kind: "awsKms", ...awsKms } as const]),
    ...(googleKms === undefined ? [] : [{ kind: "googleKms", ...googleKms } as const]),
  ];
}
