/** Packs the package and the SDK, installs both into an empty folder, and starts a hub there on a local chain. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startServedChain } from "doorkey-test-support/servedChain";
import { openShow } from "doorkey-test-support/show";
import { setGate } from "../../sdk/src/organizer/index.ts";
import { runHere, withPacked } from "../../tools/support/pack.ts";
import { until } from "../test/helpers/until.ts";

const PASSWORD = { DOORKEY_GATE_PASSWORD: "correct horse battery" };

runHere("npm", ["run", "build", "-w", "doorkey-web"]);
await withPacked(["doorkey", "doorkey-server", "doorkey-gate"], PASSWORD, async ({ folder, env, run, program }) => {
  const gate = program("doorkey-gate");
  assert.match(run(gate, ["--help"]), /^Usage: doorkey-gate /);
  const node = await startServedChain();
  try {
    const { organizer, eventId } = await openShow(node);
    const made = JSON.parse(run(gate, ["init", "--event", String(eventId), "--rpc", node.url, "--json"]));
    await setGate(organizer, { eventId, gate: made.scanner, kind: "scanner" });
    const file = join(folder, "gate.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("port: 8443", "port: 0\n  operatorPort: 0"));
    const child = spawn(gate, ["start"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "close");
    let said = "";
    child.stdout.on("data", (text) => {
      said += text;
    });
    try {
      await until("the hub has started", () => {
        assert.equal(child.exitCode, null, `the hub ended: ${said}`);
        return /"msg":"started"/.test(said);
      });
      const url = /"url":"([^"]+)"/.exec(said)?.[1];
      assert.equal((await fetch(`${url}/readyz`)).status, 200);
      const page = await fetch(`${url}/`);
      assert.match(await page.text(), /<script/, "the built page is in the package");
      assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'/);
      // A command beside the hub, in a process of its own; this one serves the chain meanwhile.
      const invitation = await finished(
        spawn(gate, ["invite", "--lane", "1", "--name", "North", "--json"], { cwd: folder, env }),
      );
      assert.match(JSON.parse(invitation).url, /^http:\/\/localhost:\d+\/#join=/);
    } finally {
      child.kill("SIGTERM");
      const [code] = await ended;
      assert.equal(code, 0, "the hub ends in order");
    }
  } finally {
    await node.close();
  }
  console.log("✓ doorkey-gate starts in a folder with the packages alone, serves its page, and invites a gate");
});
process.exit();

async function finished(child: ReturnType<typeof spawn>): Promise<string> {
  let said = "";
  child.stdout?.on("data", (text) => {
    said += text;
  });
  const [code] = await once(child, "close");
  assert.equal(code, 0, said);
  return said;
}
