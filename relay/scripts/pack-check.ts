/** Packs the package and the SDK, installs both into an empty folder, and starts the relay there on a local chain. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { startServedChain } from "doorkey-test-support/servedChain";
import { withPacked } from "../../tools/support/pack.ts";
import { until } from "../test/helpers/processes.ts";

const PASSWORD = { DOORKEY_RELAY_PASSWORD: "correct horse battery" };

await withPacked(["doorkey", "doorkey-server", "doorkey-relay"], PASSWORD, async ({ folder, env, run, program }) => {
  const relay = program("doorkey-relay");
  assert.match(run(relay, ["--help"]), /^Usage: doorkey-relay /);
  const node = await startServedChain();
  try {
    const made = JSON.parse(run(relay, ["init", "--rpc", node.url, "--organizer", "1", "--json"]));
    await node.fund(made.address);
    const port = await freePort();
    appendFileSync(join(folder, "relay.yaml"), `\nserver: { port: ${port}, metricsPort: ${await freePort()} }\n`);
    const child = spawn(relay, ["start"], { cwd: folder, env, stdio: ["ignore", "inherit", "inherit"] });
    const ended = once(child, "close");
    const url = `http://127.0.0.1:${port}`;
    try {
      await until("the relay is ready", async () => {
        assert.equal(child.exitCode, null, "the relay ended");
        const answer = await fetch(`${url}/readyz`).catch(() => undefined);
        await node.mine();
        return answer?.ok === true;
      });
      Object.assign(env, { DOORKEY_RELAY_KEY: made.apiKey });
      // It mines the blocks that the check waits for.
      const mining = setInterval(() => void node.mine(), 200);
      const check = spawn(relay, ["check", "--url", url], {
        cwd: folder,
        env,
        stdio: ["ignore", "inherit", "inherit"],
      });
      const [code] = await once(check, "close");
      clearInterval(mining);
      assert.equal(code, 0, "doorkey-relay check failed");
    } finally {
      child.kill("SIGTERM");
      await ended;
    }
  } finally {
    await node.close();
  }
  console.log("✓ doorkey-relay starts in a folder with the packages alone, and sends a request");
});
process.exit();

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
