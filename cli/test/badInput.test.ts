import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { type EmptyNode, startEmptyNode } from "doorkey-test-support/servedChain";
import { sampleDocument } from "../src/events/sampleDocument.ts";
import type { DevRole } from "../src/terminal/devKeys.ts";
import { commandFiles } from "./helpers/commandFiles.ts";
import { openSale, type Sale } from "./helpers/openSale.ts";
import type { Ended, RunOptions } from "./helpers/runCommand.ts";

const ADDRESS = "0x00000000000000000000000000000000000000d1";
const OTHER = "0x00000000000000000000000000000000000000d2";
const RIGHT = "4294967296";
/** A right of event 1 in a batch that it does not have. */
const NO_RIGHT = "4294973440";
const LATER = "2099-01-01T00:00:00Z";

type Row = {
  /** What would go through on the sale, but for files and rights that only some tests need. */
  readonly words: readonly string[];
  /** Who may run it. Undefined if the command needs no key. */
  readonly as?: DevRole;
  /** A key that may not. Undefined if anyone may. */
  readonly stranger?: DevRole;
  /** What it says of a chain without the suite. Defaults to what a connection says. */
  readonly otherChain?: string;
  /** The exit code for a wrong id and another chain. Defaults to 1; an audit has 1 for a false statement alone. */
  readonly exit?: 2;
  /** Whether it is too late for it once doors are closed. */
  readonly ends?: true;
  /** The exit code then. Defaults to 1, because the chain refuses it; 2 if a file has the times that passed. */
  readonly lateExit?: 2;
};

const CLASS = ["--event", "1", "--class", "standing"];
const EVENT = ["--event", "1"];
const byOrganizer = { as: "organizer", stranger: "attester" } as const;
const byAgent = { as: "agent", stranger: "attester" } as const;

/** The commands that ask a chain. */
const ROWS: Readonly<Record<string, Row>> = {
  ...teamRows("organizer", "organizer"),
  ...teamRows("agents", "agent"),
  "agents designate": { words: [...CLASS, "--agent", "1", "--quota", "7000"], ...byOrganizer },
  "agents delegate": { words: [...CLASS, "--from", "1", "--to", "1", "--quota", "5"], ...byAgent },
  "agents dismiss": { words: [...CLASS, "--agent", "1"], ...byOrganizer },
  "agents list": { words: EVENT },
  publish: { words: ["event.json", "--organizer", "1"], ...byOrganizer, ends: true, lateExit: 2 },
  verify: { words: [], otherChain: "No deployment on chain 31338 is recorded" },
  status: { words: ["1"] },
  "presale hook": { words: [], as: "relay" },
  "presale root": { words: ["members.csv", ...CLASS] },
  "presale post": { words: ["members.list", "--ends", LATER], ...byOrganizer, ends: true },
  "presale check": { words: ["members.list"] },
  "draw open": { words: CLASS, ...byOrganizer },
  "draw list": { words: ["entries.csv", ...EVENT], as: "organizer" },
  "draw appeal": { words: [...CLASS, "--agent", "1", "--holder", ADDRESS], as: "agent" },
  "draw status": { words: CLASS },
  "draw prove": { words: CLASS, as: "agent" },
  "draw settle": { words: CLASS, as: "agent" },
  "draw accept": { words: ["grants.csv", ...CLASS, "--agent", "1"], as: "agent" },
  "draw hold": { words: CLASS, as: "agent" },
  "draw advance": { words: CLASS, as: "agent" },
  "draw restore": { words: [ADDRESS, ...CLASS], ...byOrganizer },
  "draw attester": { words: [ADDRESS, ...CLASS], as: "agent" },
  "set-sale-hook": { words: [ADDRESS, ...CLASS], ...byOrganizer, ends: true },
  "gates set": { words: [ADDRESS, ...EVENT], ...byOrganizer },
  "gates list": { words: EVENT },
  "attesters set": { words: [ADDRESS, ...EVENT], ...byOrganizer },
  "attesters list": { words: EVENT },
  "attesters deploy-verifier": { words: [], as: "relay" },
  attest: {
    words: ["people.csv", ...EVENT, "--agent", "1", "--event-key", "event-key.json"],
    as: "attester",
    stranger: "gate",
  },
  grant: { words: ["grants.csv", ...EVENT, "--agent", "1"], ...byAgent, ends: true },
  pause: { words: EVENT, ...byOrganizer },
  resume: { words: EVENT, ...byOrganizer },
  "raise-supply": { words: ["7000", ...CLASS], ...byOrganizer, ends: true },
  "open-reserved": { words: [...EVENT, "--class", "staff"], ...byOrganizer, ends: true },
  right: { words: [RIGHT] },
  rebind: { words: [RIGHT, "--to", OTHER], ...byOrganizer, ends: true },
  name: { words: [RIGHT, "--evidence", "0x12"], ...byOrganizer, ends: true },
  "deliver-returns": { words: ["return.json"], as: "agent", ends: true },
  revoke: { words: [RIGHT, "--reason", "refunded"], ...byAgent, ends: true },
  reopen: { words: [...CLASS, "--places", "1"], ...byOrganizer, ends: true },
  reschedule: { words: [...EVENT, "--doors-open", LATER], ...byOrganizer, ends: true },
  "extend-doors": { words: [LATER, ...EVENT], ...byOrganizer, ends: true },
  cancel: { words: EVENT, ...byOrganizer, ends: true },
  "hand-over": { words: [...EVENT, "--to", "1"], ...byOrganizer, ends: true },
  accept: { words: [...EVENT, "--to", "1"], ...byOrganizer, ends: true },
  codes: { words: [...CLASS, "--agent", "1"], ...byAgent, ends: true },
  admit: { words: EVENT, as: "gate", stranger: "attester" },
  "admit-by-hand": { words: [RIGHT, ...EVENT, "--reason", "phone broken"], as: "desk", stranger: "gate", ends: true },
  report: { words: ["1"] },
  audit: { words: ["1"], exit: 2 },
  "check-seller": { words: ["https://tickets.example", "1"] },
};

/** Commands that ask no chain of an event, and what tests them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  key: "base.test.ts",
  deploy: "base.test.ts",
  dev: "examples.test.ts",
};

function teamRows(group: string, kind: "organizer" | "agent"): Readonly<Record<string, Row>> {
  const team = [`--${kind}`, "1"];
  const may = kind === "organizer" ? byOrganizer : byAgent;
  return {
    [`${group} register`]: { words: ["Any Name", "--site", "https://any.example"], as: kind },
    [`${group} role`]: { words: [ADDRESS, "member", ...team], ...may },
    [`${group} profile`]: { words: ["--name", "Other Name", ...team], ...may },
    [`${group} active`]: { words: ["on", ...team], ...may },
    [`${group} relayed`]: { words: ["on", ...team], ...may },
    [`${group} show`]: { words: team },
  };
}

/** The same words with an event, team or right that does not exist; undefined if they name none. */
function withWrongId(words: readonly string[]): readonly string[] | undefined {
  const ids = ["--event", "--organizer", "--agent"];
  const place = words.findIndex((word) => ids.includes(word)) + 1;
  if (place > 0) return words.with(place, "99");
  if (words.includes(RIGHT)) return words.map((word) => (word === RIGHT ? NO_RIGHT : word));
  return words.at(-1) === "1" ? words.with(-1, "99") : undefined;
}

/** The line that says why, if it is one sentence. */
const SENTENCE = /^✗ (?:(?![.!?] \p{Lu}).)+[.!?]$/u;

describe("bad input", function () {
  this.timeout(120_000);
  let sale: Sale;
  let empty: EmptyNode;
  before(async () => {
    sale = await openSale();
    empty = await startEmptyNode({ chainId: 31_338 });
    const write = (file: string, text: string) => writeFile(join(sale.directory, file), text);
    const order = `A-1,standing,${ADDRESS},1,,`;
    await write("event.json", sampleDocument(await sale.node.clock.now()));
    await write("grants.csv", `order,class,holder,quantity,seats,evidence\n${order}\n`);
    await write("people.csv", `order,class,holder,quantity,seats,documents\n${order}\n`);
    const wish = { rightId: RIGHT, count: 1, rebinds: 0, expiresAt: "4000000000", signature: `0x${"12".repeat(66)}` };
    await write("return.json", JSON.stringify(wish));
    await write("entries.csv", `order,class,holder,party\nA-1,standing,${ADDRESS},\n`);
    await write("members.csv", `holder\n${ADDRESS}\n`);
    await sale.run("presale", ["root", "members.csv", ...CLASS]);
    expect(await readFile(join(sale.directory, "members.list"), "utf8")).not.to.equal("");
    await sale.run("grant", ["grants.csv", "--event", "1", "--agent", "1", "--as", "agent"]);
    for (const file of ["grants.csv.journal", "grants.csv.results.csv"])
      expect(await readFile(join(sale.directory, file), "utf8")).not.to.equal("");
  });
  after(async () => {
    await sale?.close();
    await empty?.close();
  });

  /** Runs a command to its failure, for people and for programs. */
  async function failing(command: string, words: readonly string[], options: Partial<RunOptions> = {}): Promise<Ended> {
    const [name = "", ...sub] = command.split(" ");
    const ended = await sale.run(name, [...sub, ...words, ...journalOf(command), "--json"], options);
    const complaints = ended.stderr.split("\n").filter((line) => line.startsWith("✗"));
    expect(complaints, `${command}: ${ended.stderr}`).to.have.length(1);
    expect(complaints[0], command).to.match(SENTENCE);
    expect(ended.stdout + ended.stderr).not.to.match(/^ {4}at /m);
    const { error } = JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "");
    expect(complaints[0]).to.equal(`✗ ${error.message}`);
    return ended;
  }

  it("is tried on every command", async () => {
    const commands = (await commandFiles()).map(({ command }) => command);
    expect([...Object.keys(ROWS), ...Object.keys(ELSEWHERE)].sort()).to.deep.equal(commands.sort());
  });

  for (const [command, row] of Object.entries(ROWS)) {
    const { words, as, stranger, otherChain = "Doorkey is not known on this chain.", exit = 1 } = row;
    const signed = as === undefined ? [] : ["--as", as];
    it(`${command}: a wrong id, no key, another chain, a key that may not`, async () => {
      const wrong = withWrongId(words);
      const [id, key, chain, role] = await Promise.all([
        wrong && failing(command, [...wrong, ...signed]),
        as && failing(command, words),
        failing(command, [...words, ...signed], { rpc: empty.url }),
        stranger && failing(command, [...words, "--as", stranger]),
      ]);
      if (id) expect(id.code).to.equal(exit);
      if (key) {
        expect(key.code).to.equal(2);
        expect(key.stderr).to.contain("No key was given.");
      }
      expect(chain.code).to.equal(exit);
      expect(chain.stderr).to.contain(otherChain);
      if (role) expect(role.code).to.equal(1);
    });
  }

  describe("after doors are closed", () => {
    before(async () => {
      const { doorkey } = JSON.parse(sale.document);
      await sale.node.clock.travelTo(Date.parse(doorkey.schedule.doorsCloseAt) / 1000 + 3_600);
    });

    for (const [command, { words, as, ends, lateExit = 1 }] of Object.entries(ROWS)) {
      if (ends === undefined || as === undefined) continue;
      it(`${command}: comes too late`, async () => {
        const { code } = await failing(command, [...words, "--as", as]);
        expect(code).to.equal(lateExit);
      });
    }
  });
});

let journals = 0;

/** Some commands keep a journal. Each run gets its own, because runs at the same time would lock it. */
function journalOf(command: string): readonly string[] {
  return ["grant", "admit"].includes(command) ? ["--journal", `journal-${journals++}.jsonl`] : [];
}
