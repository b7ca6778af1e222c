import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type EmptyNode, startEmptyNode } from "doorkey-test-support/servedChain";
import { isoTime } from "../src/events/isoTime.ts";
import { summaries } from "../src/summaries.ts";
import { examplesOf, runExample } from "./helpers/examples.ts";
import { runCommand } from "./helpers/runCommand.ts";

/** The order in which a newcomer needs the examples. Examples of one command keep the order of its help. */
const ORDER = [
  "npx doorkey key new keys/organizer.json",
  "npx doorkey key",
  "npx doorkey deploy",
  "npx doorkey organizer register",
  "npx doorkey create-event",
  "npx doorkey organizer gate",
  "npx doorkey organizer attester",
  "npx doorkey organizer sale-hook",
  "npx doorkey organizer hand-over",
  "npx doorkey organizer accept",
  "npx doorkey organizer cancel",
  "npx doorkey presale hook",
  "npx doorkey presale root",
  "npx doorkey presale post",
  "npx doorkey presale check",
  "npx doorkey agents",
  "npx doorkey attest",
  "npx doorkey grant",
  "npx doorkey codes",
  "npx doorkey admit",
  "npx doorkey report",
  "npx doorkey check-seller",
  "npx doorkey organizer extend-doors",
];

const COMMANDS = [...new Set(ORDER.map((start) => start.split(" ")[2] ?? ""))];

const PASSWORD = "correct horse battery";
const SITE = "https://tickets.example";

const GRANTS = `order,class,holder,quantity,seats,evidence
A-1,standing,0x00000000000000000000000000000000000000a1,2,,
A-2,standing,0x00000000000000000000000000000000000000a2,1,,
`;
const PEOPLE = `order,class,holder,quantity,seats,documents
B-1,standing,0x00000000000000000000000000000000000000b1,1,,passport:JPN:AB123456
`;

const MEMBERS = `holder
0x00000000000000000000000000000000000000c1
0x00000000000000000000000000000000000000c2
`;

/** The times in examples, which the test replaces with ones that fit its chain. */
const DOORS_CLOSE = "2027-03-21T23:00:00+09:00";
const PRESALE_END = "2027-02-01T12:00:00+09:00";
const DAY = 86_400;

const directory = await mkdtemp(join(tmpdir(), "doorkey-examples-"));
const helps = await Promise.all(COMMANDS.map((name) => examplesOf(name, directory)));
// The help of a command may start with an example of another command that must run first.
const examples = helps.flat();

describe("the examples in the commands' help", function () {
  this.timeout(60_000);
  let node: EmptyNode;
  let site: ReturnType<typeof createServer>;

  before(async () => {
    node = await startEmptyNode();
    await writeFile(join(directory, "grants.csv"), GRANTS);
    await writeFile(join(directory, "people.csv"), PEOPLE);
    await writeFile(join(directory, "members.csv"), MEMBERS);
    site = createServer(async (request, response) => {
      if (request.url !== "/.well-known/doorkey.json") return void response.writeHead(404).end();
      const deployment = JSON.parse(await readFile(join(directory, "deployments/31337.json"), "utf8"));
      const rightsRegistry = deployment.contracts.EntryRightRegistry.address;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ agents: [{ chainId: 31337, rightsRegistry, agentId: 1 }] }));
    });
    await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  });

  /** Publishes another event, whose sales open in three days. */
  async function publishAhead(): Promise<void> {
    const event = JSON.parse(await readFile(join(directory, "event.json"), "utf8"));
    event.doorkey.schedule.salesOpenAt = isoTime((await node.clock.now()) + 3 * DAY);
    await writeFile(join(directory, "ahead.json"), JSON.stringify(event));
    await runPlain("create-event", "ahead.json", "--organizer", "1", "--as", "organizer");
  }

  /** Publishes another event, whose class standing has a hook for presales. */
  async function publishPresale(): Promise<void> {
    await publishAhead();
    const { saleHook } = JSON.parse(await runPlain("presale", "hook", "--as", "relay", "--json"));
    await runPlain("organizer", "sale-hook", saleHook, "--event", "4", "--class", "standing", "--as", "organizer");
  }

  async function runPlain(...words: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await runCommand(words, { cwd: directory, rpc: node.url });
    expect(code, stderr).to.equal(0);
    return stdout;
  }

  /** Moves the clock to a day before doors open, unless it is there already. */
  async function travelToTheDayBefore(): Promise<void> {
    await node.clock.travelTo((await doorsOpenAt()) - DAY);
  }

  async function doorsOpenAt(): Promise<number> {
    const event = JSON.parse(await readFile(join(directory, "event.json"), "utf8"));
    return Date.parse(event.doorkey.schedule.doorsOpenAt) / 1000;
  }

  const preparations: Readonly<Record<string, () => Promise<void>>> = {
    "npx doorkey organizer sale-hook": publishAhead,
    "npx doorkey organizer cancel": publishAhead,
    "npx doorkey presale root": publishPresale,
    "npx doorkey organizer extend-doors": travelToTheDayBefore,
  };

  after(async () => {
    site.close();
    await node.close();
    await rm(directory, { recursive: true });
  });

  it("are there for every command", () => {
    expect(COMMANDS).to.have.members(Object.keys(summaries));
    for (const help of helps) expect(help).not.to.be.empty;
  });

  const left = new Set(examples);
  for (const start of ORDER) {
    for (const example of [...left].filter((one) => one.startsWith(start))) {
      left.delete(example);
      it(example, async () => {
        await preparations[start]?.();
        const { port } = site.address() as AddressInfo;
        const local = example.replaceAll(SITE, `http://127.0.0.1:${port}`);
        const fitting = local
          .replace(DOORS_CLOSE, isoTime((await doorsOpenAt().catch(() => 0)) + DAY))
          .replace(PRESALE_END, isoTime((await node.clock.now()) + 4 * DAY));
        const { code, stdout, stderr } = await runExample(fitting, {
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

  it("have no others", () => expect([...left]).to.deep.equal([]));
});
