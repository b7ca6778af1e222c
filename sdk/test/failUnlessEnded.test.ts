import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const SDK = fileURLToPath(new URL("..", import.meta.url));
const MOCHA = fileURLToPath(import.meta.resolve("mocha/bin/mocha.js"));

/** Mocha cannot print the difference of these. */
const TWO_ERRORS = `
  const [actual, expected] = [1n, 2n].map((count) => Object.assign(new Error("count"), { count }));
  throw Object.assign(new Error("differs"), { actual, expected, showDiff: true });
`;

describe("a run of tests", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-run-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function run(test: string): Promise<{ readonly code: unknown; readonly said: string }> {
    const file = join(folder, "one.test.mjs");
    await writeFile(file, `it("is tried", async () => {\nawait undefined;\n${test}\n});\n`);
    const child = spawn(process.execPath, [MOCHA, file], { cwd: SDK });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    const [code] = await once(child, "close");
    return { code, said };
  }

  it("succeeds if its tests do", async () => {
    expect((await run("")).code).to.equal(0);
  });

  it("fails if one of them does", async () => {
    const { code, said } = await run('throw new Error("differs");');
    expect(code).to.equal(1);
    expect(said).to.contain("1 failing").and.not.contain("stopped");
  });

  it("fails if it stops before its last test, and says so", async () => {
    const { code, said } = await run(TWO_ERRORS);
    expect(code).to.equal(1);
    expect(said).to.contain("The run stopped before its last test.");
  });
});
