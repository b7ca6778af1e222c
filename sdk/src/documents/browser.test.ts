import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { build } from "esbuild";

describe("the reader of event documents", () => {
  it("works in a page: small, and without ethers", async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [fileURLToPath(new URL("parseEventDocument.ts", import.meta.url))],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      write: false,
      metafile: true,
    });
    expect(Object.keys(metafile.inputs).filter((path) => /node_modules\/(?!@noble\/hashes)/.test(path))).to.deep.equal(
      [],
    );
    expect(outputFiles[0]?.contents.length).to.be.below(54_000);
  });
});
