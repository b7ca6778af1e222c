/** docs/any-language.md: a shop without our code sells two tickets by curl. */
import assert from "node:assert/strict";
import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "doorkey";
import { readRight } from "doorkey/agent";
import { signDelivery } from "doorkey-server";
import { ROOT } from "../support/shell.ts";
import { devPorts } from "./chain.ts";
import { Guide } from "./guide.ts";
import type { Trial } from "./Trial.ts";

export async function tryAnyLanguage({
  checks,
  processes,
  folder: parent,
}: Pick<Trial, "checks" | "processes" | "folder">) {
  const ports = await devPorts();
  const options = [...ports].map(([name, port]) => `--${name} ${port}`).join(" ");
  const folder = join(parent, "any-language");
  const guide = await Guide.open(processes, "docs/any-language.md", {
    payer: "relay",
    folder,
    instead: new Map([
      ["npm run dev", `npm run dev -- ${options}`],
      ["8480", String(ports.get("office-port"))],
    ]),
  });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  try {
    const said = await checks.that("docs/any-language.md sells two tickets by curl alone", () => guide.read());
    await checks.that("its order is on the chain, in the books, and in the pass", async () => {
      const { rightId, holder } = JSON.parse(await readFile(join(folder, "pass.json"), "utf8"));
      const connection = await connect({ rpc: `http://127.0.0.1:${ports.get("port")}` });
      const right = await readRight(connection, { rightId: BigInt(rightId) });
      assert.deepEqual([right.status, right.holder], ["granted", holder]);
      assert.match(said, /"order":"A-1001"[^\n]*"state":"(granted|kept)"[^\n]*"rightIds":\["\d+","\d+"\]/);
    });
    await checks.that("the same order again is the same purchase, and a refusal has its code", async () => {
      assert.match(said, /^200$/m);
      assert.match(said, /"order":"A-1002"[^\n]*"state":"cancelled"/);
      assert.match(said, /"code":"[A-Z_]+"[\s\S]*"requestId"/);
    });
    await checks.that("a shell computes the signature of a webhook", async () => {
      const header = signDelivery("a secret of the shop", '{"id":"granted:1"}', 1_800_000_000);
      const [, hex = ""] = /v1=([0-9a-f]{64})/.exec(header) ?? [];
      assert.ok(said.includes(hex), said);
    });
  } finally {
    await guide.close();
  }
}
