import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { auditParts, defaultThresholds } from "doorkey/audit";
import { runSale } from "doorkey-test-support/sale/runSale";
import { type ServedChain, startServedChain } from "doorkey-test-support/servedChain";
import { runExample } from "./helpers/examples.ts";

describe("docs/audit.md", function () {
  this.timeout(120_000);
  let node: ServedChain;
  let website: Server;
  let directory: string;
  let guide: string;
  before(async () => {
    guide = await readFile(new URL("../../docs/audit.md", import.meta.url), "utf8");
    directory = await mkdtemp(join(tmpdir(), "doorkey-audit-guide-"));
    node = await startServedChain();
    let document = "";
    website = createServer((_, response) => response.end(document));
    await once(website.listen(0, "127.0.0.1"), "listening");
    const { port } = website.address() as AddressInfo;
    ({ text: document } = await runSale(node, { documentUri: `http://127.0.0.1:${port}/` }));
  });
  after(async () => {
    website.close();
    await node.close();
    await rm(directory, { recursive: true, force: true });
  });

  it("explains every statement, and no other", () => {
    const explained = [...guide.matchAll(/^\| `([a-z]+\.[a-zA-Z]+)` \|/gm)].map(([, id]) => id);
    const known = auditParts.flatMap(({ rules }) => Object.keys(rules));
    expect(explained.toSorted()).to.deep.equal(known.toSorted());
  });

  it("names every threshold", () => {
    for (const name of Object.keys(defaultThresholds)) expect(guide, name).to.contain(`\`${name}\``);
  });

  it("has commands that run as they stand, the second without a node", async () => {
    const commands = [...guide.matchAll(/^npx doorkey audit .+$/gm)].map(([command]) => command);
    expect(commands).to.have.length(2);
    for (const [i, command] of commands.entries()) {
      const rpc = i === 0 ? node.url : "http://127.0.0.1:1";
      const { code, stdout, stderr } = await runExample(command, { cwd: directory, rpc, stdinOf: async () => "" });
      expect(code, command + stdout + stderr).to.equal(0);
    }
    expect(await readFile(join(directory, "audit.html"), "utf8")).to.contain("Every statement holds.");
  });
});
