/** Packs the package, installs it with what it needs into an empty folder, and starts an office there on a local chain. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startServedChain } from "doorkey-test-support/servedChain";
import { openShow } from "doorkey-test-support/show";
import { setTeamRole } from "../../sdk/src/agent/index.ts";
import { runHere, withPacked } from "../../tools/support/pack.ts";
import { until } from "../test/helpers/until.ts";

const PASSWORD = { DOORKEY_OFFICE_PASSWORD: "correct horse battery" };

runHere("npm", ["run", "build", "-w", "doorkey-web"]);
await withPacked(["doorkey", "doorkey-server", "doorkey-office"], PASSWORD, async ({ folder, env, run, program }) => {
  const office = program("doorkey-office");
  assert.match(run(office, ["--help"]), /^Usage: doorkey-office /);
  const node = await startServedChain();
  try {
    const { agent, agentId, eventId, text } = await openShow(node);
    writeFileSync(join(folder, "event.json"), text);
    const options = ["--agent", String(agentId), "--event", String(eventId), "--document", "event.json"];
    const place = ["--rpc", node.url, "--url", "http://localhost:8480", "--json"];
    const made = JSON.parse(run(office, ["init", ...options, ...place]));
    await setTeamRole(agent, { team: { agentId }, account: made.agent, role: "member" });
    const file = join(folder, "office.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("port: 8480", "port: 0").replace("8481", "0"));
    const child = spawn(office, ["start"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "close");
    let said = "";
    child.stdout.on("data", (part) => {
      said += part;
    });
    try {
      await until("the office has started", () => {
        assert.equal(child.exitCode, null, `the office ended: ${said}`);
        return /"msg":"started"/.test(said);
      });
      const url = /"url":"([^"]+)"/.exec(said)?.[1];
      assert.equal((await fetch(`${url}/readyz`)).status, 200);
      const page = await fetch(`${url}/`);
      assert.match(await page.text(), /<script/, "the built box office is in the package");
      assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'/);
    } finally {
      child.kill("SIGTERM");
      const [code] = await ended;
      assert.equal(code, 0, "the office ends in order");
    }
  } finally {
    await node.close();
  }
  console.log("✓ doorkey-office starts in a folder with the packages alone, and serves its box office");
});
process.exit();
