import { expect } from "chai";
import decodeQR from "qr/decode.js";
import { encodeBase45 } from "./base45.ts";
import { MAX_CODE_BYTES } from "./codeText.ts";
import { qrCanvas, qrModules, qrSvg, qrTerminal } from "./qr.ts";

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

/** A canvas that keeps the colour of each pixel. */
function paperCanvas() {
  const colours = new Map<string, string>();
  const context = {
    fillStyle: "",
    fillRect(left: number, top: number, width: number, height: number) {
      for (let y = top; y < top + height; y++) {
        for (let x = left; x < left + width; x++) colours.set(`${x} ${y}`, context.fillStyle);
      }
    },
  };
  const canvas = { width: 0, height: 0, getContext: (kind: string) => (kind === "2d" ? context : null) };
  const line = (y: number) => Array.from({ length: canvas.width }, (_, x) => colours.get(`${x} ${y}`));
  return {
    canvas: canvas as unknown as OffscreenCanvas,
    rows: () => Array.from({ length: canvas.height }, (_, y) => line(y)),
  };
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
      expect(rows).to.deep.equal(qrModules(text));
      expect(svg).to.match(/fill="#fff" d="M0 0h\d+v\d+h-\d+z"/);
    });

    it(`of ${text.length} characters are the same in a terminal`, () => {
      const lines = qrTerminal(text).split("\n");
      const halves = lines.map((line) => line.replace("\u001b[38;5;16;48;5;231m", "").replace("\u001b[0m", ""));
      const rows = halves.flatMap((line) => [
        Array.from(line, (sign) => sign === "█" || sign === "▀"),
        Array.from(line, (sign) => sign === "█" || sign === "▄"),
      ]);
      const modules = qrModules(text);
      expect(rows.slice(0, modules.length)).to.deep.equal(modules);
      // Two rows stand in a line, so below an odd number of them is one without a dark module.
      expect(rows.slice(modules.length)).to.deep.equal([Array(modules.length).fill(false)]);
    });

    it(`of ${text.length} characters are the same on a canvas, in whole pixels`, () => {
      for (const scale of [undefined, 1, 3]) {
        const paper = paperCanvas();
        qrCanvas(paper.canvas, text, scale === undefined ? undefined : { scale });
        const size = scale ?? 6;
        const modules = qrModules(text);
        const pixels = modules.flatMap((row) => {
          const line = row.flatMap((isDark) => Array<string>(size).fill(isDark ? "#000" : "#fff"));
          return Array.from({ length: size }, () => line);
        });
        expect([paper.canvas.width, paper.canvas.height]).to.deep.equal([pixels.length, pixels.length]);
        expect(paper.rows()).to.deep.equal(pixels);
      }
    });
  }

  it("paint nothing on a canvas that has no context of two dimensions", () => {
    const canvas = { width: 0, height: 0, getContext: () => null };
    qrCanvas(canvas as unknown as OffscreenCanvas, "E1:0", { scale: 1 });
    expect(canvas.width).to.equal(qrModules("E1:0").length);
  });

  it("write small letters too, in more modules than capitals take", () => {
    expect(read(qrModules("doorkey"))).to.equal("doorkey");
    const sizeOf = (sign: string) => qrModules(sign.repeat(60)).length;
    expect(sizeOf("a")).to.be.above(sizeOf("A"));
    for (const sign of "09AZ $%*+-./:") expect(sizeOf(sign), sign).to.equal(sizeOf("A"));
  });

  it("refuse what is not a text or a canvas", () => {
    for (const paint of [qrModules, qrSvg, qrTerminal]) {
      expect(() => paint(7 as never))
        .to.throw("text must be")
        .with.property("code", "VALUE_INVALID");
    }
    for (const wrong of [undefined, {}] as never[]) expect(() => qrCanvas(wrong, "E1:0")).to.throw("canvas must be");
    expect(() => qrCanvas(paperCanvas().canvas, "E1:0", null as never)).to.throw("options must be");
  });
});
