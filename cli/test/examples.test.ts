import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Connection, connect } from "doorkey";
import { passFor } from "doorkey/agent";
import { createDeviceKey, type DeviceKey, memoryKeys, signRebind, signReturn } from "doorkey/buyer";
import { type EmptyNode, startEmptyNode } from "doorkey-test-support/servedChain";
import { isoTime } from "../src/events/isoTime.ts";
import { summaries } from "../src/summaries.ts";
import { devKeys } from "../src/terminal/devKeys.ts";
import { drawJourney } from "./helpers/drawJourney.ts";
import { helpOf, runExample } from "./helpers/examples.ts";
import { runCommand } from "./helpers/runCommand.ts";

/**
 * A journey through every command, which `npm run test:anvil` also makes on a second client.
 *
 * The order in which a newcomer needs the examples. Examples of one command keep the order of its help.
 */
const ORDER = [
  "npx doorkey key new keys/organizer.json",
  "npx doorkey key",
  "npx doorkey dev",
  "npx doorkey deploy",
  "npx doorkey verify",
  "npx doorkey organizer register",
  "npx doorkey organizer relayed",
  "npx doorkey organizer",
  "npx doorkey publish",
  "npx doorkey gates",
  "npx doorkey attesters",
  "npx doorkey set-sale-hook",
  "npx doorkey presale hook",
  "npx doorkey presale root",
  "npx doorkey presale post",
  "npx doorkey presale check",
  "npx doorkey hand-over --event 2",
  "npx doorkey accept",
  "npx doorkey hand-over",
  "npx doorkey cancel",
  "npx doorkey agents register",
  "npx doorkey agents relayed",
  "npx doorkey agents",
  "npx doorkey status",
  "npx doorkey attest people.csv",
  "npx doorkey grant",
  "npx doorkey attest",
  "npx doorkey name",
  "npx doorkey pause",
  "npx doorkey resume",
  "npx doorkey raise-supply",
  "npx doorkey open-reserved",
  "npx doorkey right",
  "npx doorkey rebind",
  "npx doorkey deliver-returns",
  "npx doorkey revoke",
  "npx doorkey reopen",
  "npx doorkey reschedule",
  "npx doorkey extend-doors",
  "npx doorkey codes",
  "npx doorkey admit --",
  "npx doorkey admit-by-hand",
  "npx doorkey report",
  "npx doorkey audit",
  "npx doorkey check-seller",
  "npx doorkey draw open",
  "npx doorkey draw list",
  "npx doorkey draw appeal",
  "npx doorkey draw status",
  "npx doorkey draw prove",
  "npx doorkey draw settle",
  "npx doorkey draw accept",
  "npx doorkey draw hold",
  "npx doorkey draw advance",
  "npx doorkey draw restore",
  "npx doorkey draw attester",
];

/** The command that runs until Ctrl-C. */
const SERVER = "npx doorkey dev";

const onFreePort = (example: string): string => `${example.replace(/ --port \d+/, "")} --port 0`;

const COMMANDS = [...new Set(ORDER.map((start) => start.split(" ")[2] ?? ""))];

const PASSWORD = "correct horse battery";
const SITE = "https://tickets.example";

/** Rights 4294967296 to 4294967299, and one for each of two device keys. */
const GRANTS = (keys: readonly DeviceKey[]) => `order,class,holder,quantity,seats,evidence
A-1,standing,0x00000000000000000000000000000000000000a1,2,,
A-2,standing,0x00000000000000000000000000000000000000a2,1,,
A-3,standing,0x00000000000000000000000000000000000000a3,1,,
${keys.map(({ address }, i) => `K-${i},standing,${address},1,,\n`).join("")}`;
const STAFF = `order,class,holder,quantity,seats,evidence
S-1,staff,0x00000000000000000000000000000000000000c1,1,,
`;
const PEOPLE = `order,class,holder,quantity,seats,documents
B-1,standing,0x00000000000000000000000000000000000000b1,1,,passport:JPN:AB123456
`;

const MEMBERS = `holder
0x00000000000000000000000000000000000000c1
0x00000000000000000000000000000000000000c2
`;

const DAY = 86_400;

/** The times in examples, and in how many days from the published doors the test has them, to fit its chain. */
const TIMES = { "2027-03-21T19:00:00+09:00": 1, "2027-03-21T23:00:00+09:00": 3 } as const;

/** The sale hook in an example, in whose place the test has one that is deployed. */
const HOOK = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

/** When the presale in an example ends, which the test has in four days. */
const PRESALE_END = "2027-02-01T12:00:00+09:00";

const directory = await mkdtemp(join(tmpdir(), "doorkey-examples-"));
const helps = await Promise.all(COMMANDS.map(async (name) => ({ name, ...(await helpOf(name, directory)) })));
// The help of a command may start with an example of another command that must run first.
const examples = helps.flatMap((help) => help.examples);

describe("the examples in the commands' help", function () {
  // The compiler takes half a minute.
  this.timeout(300_000);
  let node: EmptyNode;
  let site: ReturnType<typeof createServer>;

  before(async () => {
    node = await startEmptyNode();
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

  /** Runs a command that no example shows. */
  async function run(...words: string[]): Promise<string> {
    const { code, stdout, stderr } = await runCommand(words, { cwd: directory, rpc: node.url });
    expect(code, stderr).to.equal(0);
    return stdout;
  }

  /** Publishes another event, whose sales open in three days. */
  async function publishAhead(): Promise<void> {
    const event = JSON.parse(await readFile(join(directory, "event.json"), "utf8"));
    event.doorkey.schedule.salesOpenAt = isoTime((await node.clock.now()) + 3 * DAY);
    await writeFile(join(directory, "ahead.json"), JSON.stringify(event));
    await run("publish", "ahead.json", "--organizer", "1", "--as", "organizer");
  }

  let saleHook = "";

  /** Publishes event 2, and deploys the hook that its class standing gets. */
  async function prepareHook(): Promise<void> {
    await publishAhead();
    saleHook = JSON.parse(await run("presale", "hook", "--as", "relay", "--json")).saleHook;
  }

  /** `relayed` is sent by the team's own key, which pays. */
  async function fundKeys(): Promise<void> {
    for (const { address, role } of devKeys) if (role !== "relay") await node.fund(address);
  }

  async function connection(): Promise<Connection> {
    const deployment = JSON.parse(await readFile(join(directory, "deployments/31337.json"), "utf8"));
    return connect({ rpc: node.provider, deployment });
  }

  const journey = drawJourney({ directory, run, connection, clock: () => node.clock });

  const keys: DeviceKey[] = [];

  async function writeGrants(): Promise<void> {
    const { chainId, rightsRegistry } = await connection();
    const event = { chainId, rightsRegistry, eventId: 1 };
    for (let i = 0; i < 2; i++) keys.push(await createDeviceKey({ kind: "secp256k1", event, store: memoryKeys() }));
    await writeFile(join(directory, "grants.csv"), GRANTS(keys));
  }

  /** Grants a right of a named class that has no name yet. */
  async function grantToCrew(): Promise<void> {
    await writeFile(join(directory, "staff.csv"), STAFF);
    const place = ["--event", "1", "--class", "staff"];
    await run("agents", "designate", ...place, "--agent", "1", "--quota", "40", "--as", "organizer");
    const granted = await run("grant", "staff.csv", "--event", "1", "--agent", "1", "--as", "agent", "--json");
    const [right] = JSON.parse(granted).results[0].rightIds;
    const holder = "0x00000000000000000000000000000000000000c1";
    await writeFile(join(directory, "crew.csv"), `right,holder,documents\n${right},${holder},passport:JPN:AB123457\n`);
  }

  /** Writes what the holders of two rights sign on their phones. */
  async function signStatements(): Promise<void> {
    const [first, second] = keys;
    if (first === undefined || second === undefined) throw new Error("the keys are made before the grant");
    const passes = await connection();
    const newHolder = "0x00000000000000000000000000000000000000d2";
    const consent = await signRebind(first, await passFor(passes, { rightId: 4294967300n }), { newHolder });
    await writeFile(join(directory, "consent.json"), JSON.stringify(consent));
    const request = {
      rightId: "4294967296",
      holder: "0x00000000000000000000000000000000000000a1",
      newHolder,
      recognised: "name and last payment",
    };
    await writeFile(join(directory, "requests.json"), JSON.stringify([request]));
    const wish = await signReturn(second, await passFor(passes, { rightId: 4294967301n }));
    await writeFile(join(directory, "return.json"), JSON.stringify([wish]));
  }

  /** Moves the clock to a day before doors open, unless it is there already. */
  async function travelToTheDayBefore(): Promise<void> {
    await node.clock.travelTo((await doorsOpenAt()) - DAY);
  }

  async function doorsOpenAt(): Promise<number> {
    const event = JSON.parse(await readFile(join(directory, "event.json"), "utf8"));
    return Date.parse(event.doorkey.schedule.doorsOpenAt) / 1000;
  }

  async function fitting(example: string): Promise<string> {
    if (example.startsWith("npx doorkey draw ")) return journey.fitting(example);
    if (example.includes(HOOK)) return example.replace(HOOK, saleHook);
    if (example.includes(PRESALE_END)) return example.replace(PRESALE_END, isoTime((await node.clock.now()) + 4 * DAY));
    const [time, days] = Object.entries(TIMES).find(([one]) => example.includes(one)) ?? ["", 0];
    return time === "" ? example : example.replace(time, isoTime((await doorsOpenAt()) + days * DAY));
  }

  /** What must be there before the first example that starts so. */
  const preparations = new Map<string, () => Promise<void>>([
    ["npx doorkey organizer relayed", fundKeys],
    ["npx doorkey set-sale-hook", prepareHook],
    ["npx doorkey hand-over", publishAhead],
    ["npx doorkey grant", writeGrants],
    ["npx doorkey attest", grantToCrew],
    ["npx doorkey rebind", signStatements],
    ["npx doorkey extend-doors", travelToTheDayBefore],
    ...(["open", "list", "appeal", "prove", "accept", "hold", "advance", "restore", "attester"] as const).map(
      (name) => [`npx doorkey draw ${name}`, () => journey.before(name)] as const,
    ),
  ]);

  after(async () => {
    site.close();
    await node.close();
    await rm(directory, { recursive: true });
  });

  it("are there for every command", () => {
    expect(COMMANDS).to.have.members(Object.keys(summaries));
    const missing = helps.flatMap(({ name, subcommands }) =>
      (subcommands.length === 0 ? [name] : subcommands.map((one) => `${name} ${one}`)).filter(
        (words) => !examples.some((example) => `${example} `.startsWith(`npx doorkey ${words} `)),
      ),
    );
    expect(missing, "these have no example in their help").to.deep.equal([]);
  });

  const left = new Set(examples);
  for (const start of ORDER) {
    for (const example of [...left].filter((one) => one.startsWith(start))) {
      left.delete(example);
      it(example, async () => {
        await preparations.get(start)?.();
        preparations.delete(start);
        const { port } = site.address() as AddressInfo;
        const local = example.replaceAll(SITE, `http://127.0.0.1:${port}`);
        const fitted = await fitting(local);
        const server = start === SERVER;
        const { code, stdout, stderr } = await runExample(server ? onFreePort(fitted) : fitted, {
          ...(server && { kill: { when: "Ctrl-C stops it", signal: "SIGINT" } }),
          cwd: directory,
          rpc: node.url,
          env: { DOORKEY_PASSWORD: PASSWORD },
          stdinOf: (file) => readFile(join(directory, file), "utf8"),
        });
        // The event's document is served nowhere, so an audit cannot check it.
        const ended = start === "npx doorkey audit" ? 3 : 0;
        expect(code, stderr + stdout).to.equal(server ? 130 : ended);
        expect(stdout).not.to.equal("");
        expect(stdout + stderr)
          .not.to.contain(PASSWORD)
          .and.not.to.contain("\u001b");
      });
    }
  }

  it("have no others", () => expect([...left]).to.deep.equal([]));
});
