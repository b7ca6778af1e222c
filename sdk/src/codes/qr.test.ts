import { expect } from "chai";
import decodeQR from "qr/decode.js";
import { encodeBase45 } from "./base45.ts";
import { MAX_CODE_BYTES } from "./codeText.ts";
import { qrModules, qrSvg, qrTerminal } from "./qr.ts";

const SCALE = 4;
const longest = `E1:${encodeBase45(crypto.getRandomValues(new Uint8Array(MAX_CODE_BYTES)))}`;
const codes = [longest, `E1:${encodeBase45(crypto.getRandomValues(new Uint8Array(75)))}`];

/** The text that a QR reader finds in rows of modules. */
function read(rows: readonly (readonly boolean[])[]): string {
  const size = rows.length * SCALE;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (rows[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)])
        data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  }
  return decodeQR({ width: size, height: size, data });
}

describe("QR symbols", () => {
  for (const text of codes) {
    it(`of ${text.length} characters are read back, at version 8 or lower`, () => {
      const modules = qrModules(text);
      expect((modules.length - 8 - 17) / 4).to.be.at.most(8);
      expect(read(modules)).to.equal(text);
    });

    it(`of ${text.length} characters are the same as SVG`, () => {
      const svg = qrSvg(text);
      const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
      const rows = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
      for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) (rows[Number(y)] as boolean[])[Number(x)] = true;
      expect(read(rows)).to.equal(text);
      expect(svg).to.match(/fill="#fff" d="M0 0h\d+v\d+h-\d+z"/);
    });

    it(`of ${text.length} characters are the same in a terminal`, () => {
      const lines = qrTerminal(text).split("\n");
      const halves = lines.map((line) => line.replace("\u001b[38;5;16;48;5;231m", "").replace("\u001b[0m", ""));
      const rows = halves.flatMap((line) => [
        Array.from(line, (sign) => sign === "█" || sign === "▀"),
        Array.from(line, (sign) => sign === "█" || sign === "▄"),
      ]);
      expect(read(rows)).to.equal(text);
    });
  }
});
