import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

export type VenueCa = {
  /** The authority's certificate, as PEM in a file. */
  readonly file: string;
  /** Writes a certificate for a name, and its key, to these files. */
  readonly issue: (name: string, files: { readonly cert: string; readonly key: string }, days?: number) => void;
};

/** A certificate authority that may vouch for names of one domain only, as a venue's is. */
export function venueCa(folder: string, domain: string): VenueCa {
  const [file, key] = [join(folder, "ca.pem"), join(folder, "ca.key")];
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  openssl(
    ...["req", "-x509", ...CURVE, "-keyout", key, "-out", file, "-days", "800", "-subj", "/CN=Venue CA"],
    ...["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"],
    ...["-addext", `nameConstraints=critical,permitted;DNS:${domain}`],
  );
  return {
    file,
    issue: (name, files, days = 400) => {
      const [request, extensions] = [join(folder, "leaf.csr"), join(folder, "leaf.cnf")];
      writeFileSync(extensions, `subjectAltName=DNS:${name}\nextendedKeyUsage=serverAuth\n`);
      openssl("req", "-new", ...CURVE, "-keyout", files.key, "-out", request, "-subj", `/CN=${name}`);
      openssl(
        ...["x509", "-req", "-in", request, "-CA", file, "-CAkey", key, "-CAcreateserial", "-out", files.cert],
        ...["-days", String(days), "-extfile", extensions],
      );
    },
  };
}
