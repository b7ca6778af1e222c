import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { qrModules } from "doorkey/code";
import { PNG } from "pngjs";
import { codePng } from "../src/codes/codePng.ts";
import { readImage, readImageBytes } from "../src/gate/readImage.ts";

const CASES = resolve(import.meta.dirname, "../../cases/09-qr");
/** A thick crack through a finder pattern, which hides it as a finger does. */
const UNREADABLE = "crack-line.png";
const TEXT =
  "E1:P64NGC0RP212OXD*FT4Y9JVLZAD7*ODFSLA2HHKWA585C$WD+2H2$LW-0-2OF1IJ5205G4K3JALHTH%DQ+83W.L:JDF-6GWJ-%HM5A:0WQBGLO05RB";

describe("pictures of codes", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-images-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("are read without a network, the first one too", async () => {
    const { fetch } = globalThis;
    globalThis.fetch = () => Promise.reject(new Error("the reader asked a server"));
    try {
      expect(await readImageBytes(codePng(TEXT))).to.equal(TEXT);
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it("are read as they come from phones, PNG and JPEG, and never with another text", async () => {
    const files = await readdir(CASES);
    expect(files.filter((file) => file.endsWith(".jpg"))).to.have.length(3);
    for (const file of files) {
      const read = await readImage(join(CASES, file));
      if (file === UNREADABLE) expect(read).to.deep.equal({ problem: "no-code" });
      else expect(read, file).to.equal(TEXT);
    }
  });

  it("are read on a transparent ground", async () => {
    const modules = qrModules(TEXT);
    const png = new PNG({ width: modules.length * 4, height: modules.length * 4 });
    for (let y = 0; y < png.height; y++) {
      for (let x = 0; x < png.width; x++) {
        const isDark = modules[Math.floor(y / 4)]?.[Math.floor(x / 4)] === true;
        png.data[4 * (y * png.width + x) + 3] = isDark ? 255 : 0;
      }
    }
    expect(await readImageBytes(PNG.sync.write(png))).to.equal(TEXT);
  });

  it("give the entry code if there are others beside it", async () => {
    const drawn = (text: string) => PNG.sync.read(Buffer.from(codePng(text)));
    const [code, link] = [drawn(TEXT), drawn("https://tickets.example")];
    for (const [left, right] of [
      [code, link],
      [link, code],
    ] as const) {
      const both = new PNG({ width: code.width + link.width, height: Math.max(code.height, link.height) });
      both.data.fill(255);
      PNG.bitblt(left, both, 0, 0, left.width, left.height, 0, 0);
      PNG.bitblt(right, both, 0, 0, right.width, right.height, left.width, 0);
      expect(await readImageBytes(PNG.sync.write(both))).to.equal(TEXT);
    }
  });

  it("are not pictures if the file is something else, or is still being written", async () => {
    const png = codePng(TEXT);
    const jpeg = await readFile(join(CASES, "photo-plain.jpg"));
    const broken = [new Uint8Array(), new TextEncoder().encode(TEXT), png.slice(0, -30), jpeg.subarray(0, -900)];
    for (const [i, bytes] of broken.entries()) {
      const file = join(folder, `${i}.png`);
      await writeFile(file, bytes);
      expect(await readImage(file), String(i)).to.deep.equal({ problem: "no-picture" });
    }
    expect(await readImage(join(folder, "none.png"))).to.deep.equal({ problem: "no-picture" });
  });

  it("have no code if they show none", async () => {
    const blank = new PNG({ width: 300, height: 200 });
    blank.data.fill(255);
    expect(await readImageBytes(PNG.sync.write(blank))).to.deep.equal({ problem: "no-code" });
  });
});
