import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type EmptyNode, startEmptyNode } from "doorkey-test-support/servedChain";
import { examplesOf, runExample } from "./helpers/examples.ts";

/** In which a newcomer needs them; all examples of one script in the order of its help. */
const ORDER = [
  "npm run key -- new keys/organizer.json",
  "npm run key",
  "npm run deploy",
  "npm run organizer -- register",
  "npm run create-event",
  "npm run organizer",
  "npm run agents",
  "npm run attest",
  "npm run grant",
  "npm run codes",
  "npm run admit",
  "npm run report",
  "npm run check-seller",
];

const SCRIPTS = [...new Set(ORDER.map((start) => start.split(" ")[2] ?? ""))];

const PASSWORD = "correct horse battery";
const SITE = "https://tickets.example";

const GRANTS = `order,class,holder,quantity,seats,evidence
A-1,standing,0x00000000000000000000000000000000000000a1,2,,
A-2,standing,0x00000000000000000000000000000000000000a2,1,,
`;
const PEOPLE = `order,class,holder,quantity,seats,documents
B-1,standing,0x00000000000000000000000000000000000000b1,1,,passport:JPN:AB123456
`;

const directory = await mkdtemp(join(tmpdir(), "doorkey-examples-"));
const helps = await Promise.all(SCRIPTS.map((name) => examplesOf(name, directory)));
// A script may show a command of another one that comes before its own.
const examples = helps.flat();

describe("the examples in the scripts' help", function () {
  this.timeout(60_000);
  let node: EmptyNode;
  let site: ReturnType<typeof createServer>;

  before(async () => {
    node = await startEmptyNode();
    await writeFile(join(directory, "grants.csv"), GRANTS);
    await writeFile(join(directory, "people.csv"), PEOPLE);
    site = createServer(async (request, response) => {
      if (request.url !== "/.well-known/doorkey.json") return void response.writeHead(404).end();
      const deployment = JSON.parse(await readFile(join(directory, "deployments/31337.json"), "utf8"));
      const rightsRegistry = deployment.contracts.EntryRightRegistry.address;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ agents: [{ chainId: 31337, rightsRegistry, agentId: 1 }] }));
    });
    await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  });

  after(async () => {
    site.close();
    await node.close();
    await rm(directory, { recursive: true });
  });

  it("are there for every script", () => {
    for (const help of helps) expect(help).not.to.be.empty;
  });

  const left = new Set(examples);
  for (const start of ORDER) {
    for (const example of [...left].filter((one) => one.startsWith(start))) {
      left.delete(example);
      it(example, async () => {
        const { port } = site.address() as AddressInfo;
        const { code, stdout, stderr } = await runExample(example.replaceAll(SITE, `http://127.0.0.1:${port}`), {
          cwd: directory,
          rpc: node.url,
          env: { DOORKEY_PASSWORD: PASSWORD },
          stdinOf: (file) => readFile(join(directory, file), "utf8"),
        });
        expect(code, stderr + stdout).to.equal(0);
        expect(stdout).not.to.equal("");
        expect(stdout + stderr)
          .not.to.contain(PASSWORD)
          .and.not.to.contain("\u001b");
      });
    }
  }

  it("have no other than these", () => expect([...left]).to.deep.equal([]));
});
