import { expect } from "chai";
import { leastTime } from "doorkey-test-support/leastTime";
import { codes } from "../../../vectors/read.ts";
import { EVENT } from "../../test/helpers/venue.ts";
import { readChallenge } from "../codes/challenge.ts";
import { parseCode } from "./parseCode.ts";

const [{ text } = { text: "" }] = codes().good;

describe("parseCode", () => {
  it("takes time in proportion to the length", () => {
    const shapes: ((n: number) => string)[] = [
      ..."\n\r\t\u0000\u0002\u3000\ufeff 0A:é`😀".split("").map((unit) => (n: number) => unit.repeat(n)),
      (n) => `${"\n".repeat(n)}x`,
      (n) => `x${" ".repeat(n)}x`,
      (n) => `${text}${"\n".repeat(n)}x`,
      (n) => `${text}${"0".repeat(n)}`,
      (n) => "E1:".repeat(n / 3),
      (n) => "]Q1".repeat(n / 3),
      (n) => "a\n".repeat(n / 2),
      (n) => text.repeat(Math.ceil(n / text.length)),
    ];
    const read = [parseCode, (scanned: string) => void trying(() => readChallenge(scanned, EVENT))];
    for (const shape of shapes) {
      for (const reader of read) {
        const [short, long] = [10_000, 100_000].map((size) => leastTime(() => reader(flat(shape(size)))));
        // In proportion it is 10, in proportion to the square 100.
        expect((long as number) / Math.max(short as number, 0.05), JSON.stringify(shape(3))).to.be.at.most(35);
      }
    }
  });
});

/** The text in one piece, because the first reader of a joined text would pay for the joining. */
function flat(joined: string): string {
  joined.charCodeAt(0);
  return joined;
}

function trying(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
