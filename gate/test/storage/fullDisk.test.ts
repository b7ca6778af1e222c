import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const PROGRAM = fileURLToPath(new URL("../helpers/fillDisk.ts", import.meta.url));
/** Largest file, in blocks of 512 bytes (dash) or 1,024 (bash). Less than the entries of the program need. */
const BLOCKS = 900;

// Only Linux can give a process room again.
const describeHere = process.platform === "linux" ? describe : () => {};

describeHere("a hub whose disk is full", () => {
  it("refuses scans and is not ready, loses no green light, and works again when there is room", () => {
    const command = `trap "" XFSZ; ulimit -S -f ${BLOCKS}; exec "$0" --no-warnings --import tsx "$1"`;
    const output = execFileSync("sh", ["-c", command, process.execPath, PROGRAM], { encoding: "utf8" });
    const { green, storedWhileFull, ...said } = JSON.parse(output);
    expect(green).to.be.greaterThan(5);
    expect(storedWhileFull).to.equal(green);
    expect(said).to.deep.equal({
      refused: "STORE_UNAVAILABLE",
      whileFull: ["the disk does not take writes"],
      again: "valid",
      withRoom: [],
      lost: 0,
    });
  });
});
