import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { readAgents, readEvent, readGates, readMembers, readTeam } from "doorkey";
import { passFor, readRight } from "doorkey/agent";
import { createDeviceKey, type DeviceKey, memoryKeys, signRebind, signReturn } from "doorkey/buyer";
import { eventTime } from "../src/events/eventTime.ts";
import { isoTime } from "../src/events/isoTime.ts";
import { devKeys } from "../src/terminal/devKeys.ts";
import { openSale, type Sale } from "./helpers/openSale.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const PASSWORD = { DOORKEY_PASSWORD: "correct horse battery" };
const addressOf = (role: string) => devKeys.find((key) => key.role === role)?.address ?? "";
const OLD = "0x00000000000000000000000000000000000000A1";
const NEW = "0x00000000000000000000000000000000000000D1";
const CREW = "0x00000000000000000000000000000000000000C1";
/** The id of the right at an index of the first batch of event 1. */
const right = (index: number) => (1n << 32n) + BigInt(index);

describe("acts by commands", function () {
  this.timeout(120_000);
  let sale: Sale;
  before(async () => {
    sale = await openSale();
  });
  after(() => sale?.close());

  const event = () => readEvent(sale.connection, { eventId: 1 });
  const statusOf = async (rightId: bigint) => (await readRight(sale.connection, { rightId })).status;

  /** Runs it in a dry run, which must change nothing, and then for real. */
  async function done(name: string, ...words: string[]): Promise<{ text: string; result: Record<string, unknown> }> {
    const block = await sale.node.provider.getBlockNumber();
    const tried = await sale.run(name, [...words, "--dry-run"]);
    expect(tried.code, tried.stderr).to.equal(0);
    expect(tried.stdout).to.contain("would go through now").and.to.contain("Nothing was sent: this was a dry run.");
    expect(await sale.node.provider.getBlockNumber(), "a dry run sends nothing").to.equal(block);
    const { code, stdout, stderr } = await sale.run(name, [...words, "--json"], { env: PASSWORD });
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/\nNext\n {2}\S.*\n {4}npx doorkey /);
    return { text: stderr, result: JSON.parse(stdout) };
  }

  const ORGANIZER = ["--organizer", "1", "--as", "organizer"];
  const EVENT = ["--event", "1", "--as", "organizer"];

  describe("on teams and classes", () => {
    it("give a team a second admin, another profile, and a rest", async () => {
      const team = { organizerId: 1 };
      await done("organizer", "role", NEW, "admin", ...ORGANIZER);
      expect(await readMembers(sale.connection, team)).to.deep.include({ account: NEW, role: "admin" });
      await done("organizer", "role", NEW, "none", ...ORGANIZER);
      expect(await readMembers(sale.connection, team)).to.have.length(1);
      const last = await sale.run("organizer", ["role", addressOf("organizer"), "none", ...ORGANIZER]);
      expect(last.code).to.equal(1);
      expect(last.stderr).to.contain("TeamLastAdmin");

      const before = await readTeam(sale.connection, team);
      await done("organizer", "profile", "--name", "Great Hall", ...ORGANIZER);
      expect(await readTeam(sale.connection, team)).to.deep.equal({ ...before, name: "Great Hall" });
      await done("organizer", "active", "off", ...ORGANIZER);
      expect(await readTeam(sale.connection, team)).to.include({ active: false });
      await done("organizer", "active", "on", ...ORGANIZER);

      await sale.node.fund(addressOf("agent"));
      await done("agents", "relayed", "off", "--agent", "1", "--as", "agent");
      expect(await readTeam(sale.connection, { agentId: 1 })).to.include({ relayed: false });
      const refused = await sale.run("agents", [
        "profile",
        "--name",
        "X",
        "--agent",
        "1",
        "--as",
        "agent",
        "--dry-run",
      ]);
      expect(refused.stderr, "a dry run simulates the relay's call").to.contain("TeamDirectOnly");
      await done("agents", "relayed", "on", "--agent", "1", "--as", "agent");
      expect(await readTeam(sale.connection, { agentId: 1 })).to.include({ relayed: true });
    });

    it("pause and resume sales, raise a supply, and open a reserved class", async () => {
      await done("pause", ...EVENT);
      expect((await event()).paused).to.equal(true);
      await done("resume", ...EVENT);
      expect((await event()).paused).to.equal(false);
      await done("raise-supply", "6100", "--class", "standing", ...EVENT);
      expect((await event()).classes[0]).to.include({ supply: 6_100 });
      await done("gates", "set", NEW, "--desk", "3", ...EVENT);
      expect(await readGates(sale.connection, { eventId: 1 })).to.deep.include({
        gate: NEW,
        kind: "desk",
        byHandLimit: 3,
        byHand: 0,
      });
      await done("gates", "set", NEW, "--remove", ...EVENT);
      await done("agents", "designate", "--class", "standing", "--agent", "1", "--quota", "6100", ...EVENT);
      const { classes } = await readAgents(sale.connection, { eventId: 1 });
      expect(classes[0]?.agents[0]).to.include({ quota: 6_100 });
    });
  });

  describe("on rights", () => {
    const keys: DeviceKey[] = [];
    before(async () => {
      const { chainId, rightsRegistry } = sale.connection;
      const place = { chainId, rightsRegistry, eventId: 1 };
      for (let i = 0; i < 2; i++)
        keys.push(await createDeviceKey({ kind: "secp256k1", event: place, store: memoryKeys() }));
      const holders = [OLD, OLD, OLD, ...keys.map(({ address }) => address), OLD, OLD];
      const rows = holders.map((holder, i) => `A-${i},standing,${holder},1,,`);
      await writeFile(
        join(sale.directory, "grants.csv"),
        ["order,class,holder,quantity,seats,evidence", ...rows, ""].join("\n"),
      );
      const { code, stderr } = await sale.run("grant", ["grants.csv", "--event", "1", "--agent", "1", "--as", "agent"]);
      expect(code, stderr).to.equal(0);
    });

    it("rebind several, by the organizer alone or with the consent of the old key", async () => {
      const { result } = await done("rebind", String(right(0)), String(right(1)), "--to", NEW, "--as", "organizer");
      expect(result.rights).to.deep.equal([0, 1].map((i) => ({ rightId: String(right(i)), status: "done" })));
      for (const i of [0, 1]) expect((await readRight(sale.connection, { rightId: right(i) })).holder).to.equal(NEW);

      const again = await sale.run("rebind", [String(right(0)), String(right(2)), "--to", NEW, "--as", "organizer"]);
      expect(again.code, "passes over what is done").to.equal(0);
      expect(await readRight(sale.connection, { rightId: right(0) })).to.include({ rebinds: 1 });

      const [key] = keys;
      if (key === undefined) throw new Error("there are two keys");
      const pass = await passFor(sale.connection, { rightId: right(3) });
      await writeFile(
        join(sale.directory, "consent.json"),
        JSON.stringify(await signRebind(key, pass, { newHolder: NEW })),
      );
      await done("rebind", "--consent", "consent.json", "--as", "agent");
      expect((await readRight(sale.connection, { rightId: right(3) })).holder).to.equal(NEW);

      const without = await sale.run("rebind", [String(right(4)), "--to", NEW, "--as", "agent"]);
      expect(without.code).to.equal(1);
      expect((await readRight(sale.connection, { rightId: right(4) })).rebinds).to.equal(0);
    });

    it("rebind the rights of lost phones, and pass over those that changed since the clerk filed them", async () => {
      const LATEST = "0x00000000000000000000000000000000000000D2";
      const request = (index: number, holder: string) => ({
        rightId: String(right(index)),
        holder,
        newHolder: LATEST,
        recognised: "name and last payment",
      });
      const write = (...requests: readonly unknown[]) =>
        writeFile(join(sale.directory, "requests.json"), JSON.stringify(requests, null, 2));
      await write(request(5, OLD));
      const { text, result } = await done("rebind", "--file", "requests.json", "--as", "organizer");
      expect(text).to.contain("recognised by").and.to.contain("name and last payment");
      expect(result.rights).to.deep.equal([{ rightId: String(right(5)), status: "done" }]);
      expect(await readRight(sale.connection, { rightId: right(5) })).to.include({ holder: LATEST, rebinds: 1 });

      await write(request(5, OLD), request(6, OLD), request(0, OLD));
      const mixed = await sale.run("rebind", ["--file", "requests.json", "--as", "organizer", "--json"]);
      expect(mixed.code).to.equal(1);
      const reason = `The key ${NEW} has it since the request was filed; the box office must file it again.`;
      expect(JSON.parse(mixed.stdout).result.rights, "done before, refused, and done").to.have.deep.members([
        { rightId: String(right(5)), status: "done" },
        { rightId: String(right(6)), status: "done" },
        { rightId: String(right(0)), status: "refused", reason },
      ]);
      for (const index of [5, 6])
        expect(await readRight(sale.connection, { rightId: right(index) })).to.include({ holder: LATEST, rebinds: 1 });
      expect(await readRight(sale.connection, { rightId: right(0) })).to.include({ holder: NEW, rebinds: 1 });
    });

    it("name each row of a file for lost phones that is wrong, and send nothing", async () => {
      await writeFile(join(sale.directory, "wrong.json"), '[\n  { "rightId": 7, "holder": "x" }\n]\n');
      const block = await sale.node.provider.getBlockNumber();
      const { code, stderr } = await sale.run("rebind", ["--file", "wrong.json", "--as", "organizer"]);
      expect(code).to.equal(2);
      expect(stderr).to.contain("4 mistakes; nothing was sent.");
      for (const field of ["rightId", "holder", "newHolder", "recognised"])
        expect(stderr).to.contain(`wrong.json, row 2, [0].${field}: must`);
      const both = await sale.run("rebind", [
        String(right(0)),
        "--to",
        NEW,
        "--file",
        "wrong.json",
        "--as",
        "organizer",
      ]);
      expect(both.stderr).to.contain("or --file FILE");
      expect(await sale.node.provider.getBlockNumber()).to.equal(block);
    });

    it("deliver returns, revoke, and reopen the places", async () => {
      const [, key] = keys;
      if (key === undefined) throw new Error("there are two keys");
      const wish = await signReturn(key, await passFor(sale.connection, { rightId: right(4) }));
      await writeFile(join(sale.directory, "return.json"), JSON.stringify([wish]));
      await done("deliver-returns", "return.json", "--as", "agent");
      expect(await statusOf(right(4))).to.equal("void");
      const again = await sale.run("deliver-returns", ["return.json", "--as", "agent"]);
      expect(again.code).to.equal(1);
      expect(again.stderr).to.contain("1 right of 1 refused");

      await done("revoke", String(right(2)), "--reason", "refunded", "--as", "agent");
      expect(await statusOf(right(2))).to.equal("void");
      expect((await event()).classes[0]).to.include({ freed: 2 });
      await done("reopen", "--class", "standing", "--places", "2", ...EVENT);
      expect((await event()).classes[0]).to.include({ freed: 0 });
      const more = await sale.run("reopen", ["--class", "standing", "--places", "1", ...EVENT]);
      expect(more.code).to.equal(1);
      expect(more.stderr).to.contain("ReopenExceedsFreed");
    });

    it("name rights on evidence that an attester signed for them, and the status lists who lacks a name", async () => {
      await sale.run("agents", ["designate", "--class", "staff", "--agent", "1", "--quota", "40", ...EVENT]);
      await writeFile(
        join(sale.directory, "staff.csv"),
        `order,class,holder,quantity,seats,evidence\nS-1,staff,${CREW},1,,\n`,
      );
      const granted = await sale.run("grant", ["staff.csv", "--event", "1", "--agent", "1", "--as", "agent", "--json"]);
      const [rightId] = JSON.parse(granted.stdout).results[0].rightIds;
      const status = async () => JSON.parse((await sale.run("status", ["1", "--json"])).stdout);
      expect((await status()).unnamed).to.deep.equal([{ rightId, className: "staff", agentId: 1 }]);

      await sale.run("key", ["new", "event-key.json"], { env: PASSWORD });
      await sale.run("attesters", ["set", addressOf("attester"), ...EVENT]);
      await writeFile(
        join(sale.directory, "crew.csv"),
        `right,holder,documents\n${rightId},${CREW},passport:JPN:AB123456\n`,
      );
      const attest = ["crew.csv", "--rights", "--event", "1", "--agent", "1", "--event-key", "event-key.json"];
      const attested = await sale.run("attest", [...attest, "--as", "attester"], { env: PASSWORD });
      expect(attested.code, attested.stderr).to.equal(0);
      expect(await readFile(join(sale.directory, "crew.rights.csv"), "utf8")).not.to.contain("AB123456");
      await done("name", "--table", "crew.rights.csv", "--as", "agent");
      expect((await readRight(sale.connection, { rightId: BigInt(rightId) })).named).to.equal(true);
      expect((await status()).unnamed).to.deep.equal([]);
      await done("open-reserved", "--class", "staff", ...EVENT);
      expect((await event()).classes[2]).to.include({ reserved: false });
    });
  });

  describe("on the event", () => {
    it("show on one screen what is sold, due and set, in the event's own time", async () => {
      await writeFile(join(sale.directory, "event.json"), sale.document);
      const { code, stdout, stderr } = await sale.run("status", ["1", "--document", "event.json"]);
      expect(code, stderr).to.equal(0);
      const screen = stdout.replace(/ +/g, " ");
      const { schedule } = await event();
      for (const line of [
        "A Night to Try Things Out · event 1 · on sale",
        `doors open ${eventTime(schedule.doorsOpenAt, 0)} in `,
        `sales open ${eventTime(schedule.salesOpenAt, 0)} passed`,
        "standing 6,100",
        "1 Tickets & Co designated 6,100",
        `${addressOf("gate")} scanner`,
        `${addressOf("desk")} desk, 0 of 10 by hand`,
        "No agent may grant class seated. An admin of the organizer designates one:",
      ])
        expect(screen).to.contain(line);
      expect(stdout.trimEnd().split("\n").length, "one screen").to.be.lessThan(50);
      const relay = await sale.run("status", ["1", "--relay", "http://127.0.0.1:9"]);
      expect(relay.code).to.equal(0);
      expect(relay.stdout).to.contain("! The relay did not answer.");
      const hub = await sale.run("status", ["1", "--gate", "http://127.0.0.1:9", "--gate-token", "dk_gate_x"]);
      expect(hub.code).to.equal(0);
      expect(hub.stdout).to.contain("! The hub did not answer.");
    });

    it("reschedule an event; closing and the end of sales move along unless they are given", async () => {
      const { schedule: before } = await event();
      const doorsOpenAt = before.doorsOpenAt + DAY;
      await done("reschedule", "--doors-open", isoTime(doorsOpenAt), ...EVENT);
      const { schedule: moved } = await event();
      expect(moved).to.deep.equal(
        Object.fromEntries(Object.entries(before).map(([name, at]) => [name, name === "salesOpenAt" ? at : at + DAY])),
      );
      await done("reschedule", "--sales-close", isoTime(before.salesCloseAt), ...EVENT);
      expect((await event()).schedule).to.deep.equal({ ...moved, salesCloseAt: before.salesCloseAt });
    });

    it("offer an event, and withdraw the offer", async () => {
      await sale.run("organizer", ["register", "Next Hall", "--site", "https://next.example", "--as", "desk"]);
      await done("hand-over", "--to", "2", ...EVENT);
      await done("hand-over", "--withdraw", ...EVENT);
      const late = await sale.run("accept", ["--event", "1", "--to", "2", "--as", "desk"]);
      expect(late.code).to.equal(1);
      expect((await event()).organizer.organizerId).to.equal(1);
    });

    it("admit by hand at a desk, when doors are open", async () => {
      await sale.node.clock.travelTo((await event()).schedule.doorsOpenAt);
      const words = [String(right(0)), "--event", "1", "--reason", "phone broken"];
      const scanner = await sale.run("admit-by-hand", [...words, "--as", "gate"]);
      expect(scanner.code).to.equal(1);
      await done("admit-by-hand", ...words, "--as", "desk");
      expect(await statusOf(right(0))).to.equal("admitted");
      const again = await sale.run("admit-by-hand", [...words, "--as", "desk"]);
      expect(again.code).to.equal(1);
    });
  });
});
