import { expect } from "chai";
import { resolveSigners } from "./resolveSigners.ts";

type Entries = Parameters<typeof resolveSigners>[0]["signers"];

function resolved(signers: Entries) {
  const reported: string[] = [];
  const sources = resolveSigners({ signers }, "/etc/doorkey", (path, message) => reported.push(`${path}: ${message}`));
  return { sources, reported };
}

describe("resolveSigners", () => {
  it("gives absolute paths, and leaves out what is not one source", () => {
    const { sources, reported } = resolved([
      {},
      { keystore: "one.json" },
      { keystore: "two.json", googleKms: { key: "a key" } },
      { awsKms: { keyId: "alias/relay" } },
    ]);
    expect(sources).to.deep.equal([
      { kind: "keystore", path: "/etc/doorkey/one.json" },
      { kind: "awsKms", keyId: "alias/relay" },
    ]);
    const mistake = "must have exactly one of keystore, awsKms and googleKms";
    expect(reported).to.deep.equal([`/signers/0: ${mistake}`, `/signers/2: ${mistake}`]);
  });

  it("reports each signer after the first that is the same key", () => {
    const key = { googleKms: { key: "a key" } };
    const { reported } = resolved([key, { keystore: "one.json" }, { keystore: "/etc/doorkey/./one.json" }, key]);
    expect(reported).to.deep.equal([
      "/signers/2/keystore: is a signer already",
      "/signers/3/googleKms: is a signer already",
    ]);
  });
});
