import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { type Connection, connect, parseEventDocument, readEvent, readGates } from "doorkey";
import { readAttesters } from "doorkey/attester";
import { startEmptyNode } from "doorkey-test-support/servedChain";
import { concat, toQuantity, Wallet } from "ethers";
import { isoTime } from "../src/events/isoTime.ts";
import { sampleDocument } from "../src/events/sampleDocument.ts";
import { type DevRole, devKeys } from "../src/terminal/devKeys.ts";
import { openSale, type Sale } from "./helpers/openSale.ts";
import { runCommand } from "./helpers/runCommand.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

const keyOf = (role: DevRole) => devKeys.find((key) => key.role === role) ?? devKeys[0];
const addressOf = (role: DevRole) => keyOf(role)?.address ?? "";

describe("an organizer by commands", function () {
  this.timeout(120_000);
  let sale: Sale;
  beforeEach(async () => {
    sale = await openSale();
  });
  afterEach(() => sale?.close());

  const doorkey = (name: string, ...args: string[]) => sale.run(name, args);
  const schedule = () => parseEventDocument(sale.document).schedule;

  it("extends doors that are open, and no time comes earlier", async () => {
    const { doorsOpenAt, doorsCloseAt } = schedule();
    await sale.node.clock.travelTo(doorsOpenAt + HOUR);
    const extend = (time: string) => doorkey("extend-doors", time, "--event", "1", "--as", "organizer", "--json");
    const done = await extend(isoTime(doorsCloseAt + DAY));
    expect(done.code, done.stderr).to.equal(0);
    expect(JSON.parse(done.stdout)).to.include({ eventId: 1, doorsCloseAt: doorsCloseAt + DAY });
    const { schedule: extended } = await readEvent(sale.connection, { eventId: 1 });
    expect(extended).to.deep.equal({ ...schedule(), doorsCloseAt: doorsCloseAt + DAY });

    const earlier = await extend(isoTime(doorsCloseAt));
    expect(earlier.code).to.equal(1);
    expect(earlier.stderr).to.contain("ScheduleInvalid");
    for (const [time, sentence] of [
      ["tomorrow", "tomorrow: must be a time such as"],
      ["2027-02-30T10:00:00Z", "2027-02-30T10:00:00Z: 30 February: no such day."],
      ["2027-03-20T18:00:00", "2027-03-20T18:00:00: has no offset from UTC"],
    ] as const) {
      const { code, stderr } = await extend(time);
      expect(code).to.equal(2);
      expect(stderr).to.contain(sentence);
    }
    await sale.node.clock.travelTo(doorsCloseAt + DAY);
    const late = await extend(isoTime(doorsCloseAt + 2 * DAY));
    expect(late.code).to.equal(1);
    expect(late.stderr).to.contain("DoorsClosed");
  });

  it("gives a class its sale hook, once", async () => {
    const event = JSON.parse(sale.document);
    event.doorkey.schedule.salesOpenAt = isoTime((await sale.node.clock.now()) + 3 * DAY);
    await writeFile(join(sale.directory, "ahead.json"), JSON.stringify(event));
    await sale.run("publish", ["ahead.json", "--organizer", "1", "--as", "organizer"]);
    const hook = sale.connection.deployment.contracts.AgentRegistry.address;
    const set = (eventId: string, className: string) =>
      doorkey("set-sale-hook", hook, "--event", eventId, "--class", className, "--as", "organizer");
    const done = await set("2", "standing");
    expect(done.code, done.stderr).to.equal(0);
    const { classes } = await readEvent(sale.connection, { eventId: 2 });
    expect(classes.map(({ saleHook }) => saleHook)).to.deep.equal([hook, undefined, undefined]);

    for (const refused of [await set("2", "standing"), await set("1", "standing")]) {
      expect(refused.code).to.equal(1);
      expect(refused.stderr).to.contain("SaleHookFinal");
    }
  });

  it("cancels an event until doors open", async () => {
    const cancel = (...args: string[]) => doorkey("cancel", "--event", "1", "--as", "organizer", ...args);
    const tried = await cancel("--dry-run");
    expect(tried.code, tried.stderr).to.equal(0);
    expect((await readEvent(sale.connection, { eventId: 1 })).cancelled).to.equal(false);
    const done = await cancel();
    expect(done.code, done.stderr).to.equal(0);
    expect(done.stdout).to.contain("Event 1 is cancelled for good.");
    expect((await readEvent(sale.connection, { eventId: 1 })).cancelled).to.equal(true);
  });

  it("cannot cancel once doors are open, and its help says why", async () => {
    await sale.node.clock.travelTo(schedule().doorsOpenAt);
    const late = await doorkey("cancel", "--event", "1", "--as", "organizer");
    expect(late.code).to.equal(1);
    expect(late.stderr).to.equal(
      `✗ Event 1 cannot be cancelled any more, because its doors opened at ${isoTime(schedule().doorsOpenAt)} and the ` +
        "chain must accept what a gate let in.\n  Refunds are the business of those who sold the tickets.\n",
    );
    expect((await readEvent(sale.connection, { eventId: 1 })).cancelled).to.equal(false);
    const help = (await doorkey("cancel", "--help")).stdout.replace(/\s+/g, " ");
    expect(help).to.contain(
      "impossible, because the chain must accept what a gate let in, and a cancelled event admits none. Refunds are",
    );
  });

  describe("hands an event over", () => {
    const attester = addressOf("attester");
    const grant = async (count: number) => {
      const { contracts, provider } = sale.connection;
      const agent = new Wallet(keyOf("agent")?.privateKey ?? "", provider);
      await sale.node.provider.send("hardhat_setBalance", [agent.address, toQuantity(10n ** 18n)]);
      const records = concat(Array.from({ length: count }, () => Wallet.createRandom().address));
      await (await contracts.rights.connect(agent).grant(1, 1, 1, records, [], "0x", 0)).wait();
    };
    const offer = (...args: string[]) =>
      doorkey("hand-over", "--event", "1", "--to", "2", "--as", "organizer", ...args);
    const accept = (...args: string[]) => doorkey("accept", "--event", "1", "--to", "2", "--as", "desk", ...args);
    const admitting = async (connection: Connection) => ({
      gates: (await readGates(connection, { eventId: 1 })).filter(({ kind }) => kind !== "none"),
      attesters: await readAttesters(connection, { scopeEventId: 1 }),
    });
    beforeEach(async () => {
      await doorkey("organizer", "register", "Next Hall", "--site", "https://next-hall.example", "--as", "desk");
      await doorkey("gates", "set", addressOf("desk"), "--desk", "7", "--event", "1", "--as", "organizer");
      await doorkey("gates", "set", addressOf("relay"), "--event", "1", "--as", "organizer");
      await doorkey("gates", "set", addressOf("relay"), "--remove", "--event", "1", "--as", "organizer");
      await doorkey("attesters", "set", attester, "--event", "1", "--as", "organizer");
      await grant(3);
    });

    it("and lists what stays, what ends, and how it is set again", async () => {
      const { code, stdout, stderr } = await offer();
      expect(code, stderr).to.equal(0);
      const text = stdout.replace(/ +/g, " ");
      for (const line of [
        "organizer 1 Harbour Hall",
        "standing 6,000 3 0",
        "1 Tickets & Co designated 6,000 3 5,997",
        `${addressOf("gate")} scanner`,
        `${addressOf("desk")} desk 7`,
        "Event 1 is offered to organizer 2, Next Hall.",
        "npx doorkey accept --event 1 --to 2 --as desk",
        `npx doorkey gates set ${addressOf("gate")} --event 1 --as desk`,
        `npx doorkey gates set ${addressOf("desk")} --desk 7 --event 1 --as desk`,
        `npx doorkey attesters set ${attester} --event 1 --as desk`,
      ]) {
        expect(text).to.contain(line);
      }
      // It was removed before.
      expect(text).not.to.contain(addressOf("relay"));
      const { organizer: before } = await readEvent(sale.connection, { eventId: 1 });
      expect(before.organizerId).to.equal(1);
    });

    it("to the one that accepts its terms, whose commands set gates and attesters again", async () => {
      await offer();
      const before = await admitting(sale.connection);
      const shown = await accept("--dry-run");
      expect(shown.code, shown.stderr).to.equal(0);
      const text = shown.stdout.replace(/ +/g, " ");
      for (const line of [
        `doorsOpenAt ${isoTime(schedule().doorsOpenAt)}`,
        "staff reserved, named 40",
        "maxPerPerson 2",
        `hash ${parseEventDocument(sale.document).documentHash}`,
        `${addressOf("desk")} desk 7`,
        "standing 6,000 3 0",
      ]) {
        expect(text).to.contain(line);
      }
      expect((await readEvent(sale.connection, { eventId: 1 })).organizer.organizerId).to.equal(1);

      const accepted = await accept("--json");
      expect(accepted.code, accepted.stderr).to.equal(0);
      expect((await readEvent(sale.connection, { eventId: 1 })).organizer.organizerId).to.equal(2);
      expect(await admitting(sale.connection)).to.deep.equal({ gates: [], attesters: [] });
      const { commands } = JSON.parse(accepted.stdout);
      expect(commands).to.have.length(3);
      for (const command of commands) {
        const [name, ...words] = command.split(" ").slice(2);
        const set = await doorkey(name, ...words);
        expect(set.code, set.stderr).to.equal(0);
      }
      expect(await admitting(sale.connection)).to.deep.equal(before);
    });

    it("only as it was offered", async () => {
      const early = await accept();
      expect(early.code).to.equal(1);
      expect(early.stderr).to.contain("HandOverStale");
      await offer();
      await sale.node.clock.travelTo(schedule().doorsOpenAt - HOUR);
      await doorkey("extend-doors", isoTime(schedule().doorsCloseAt + HOUR), "--event", "1", "--as", "organizer");
      const stale = await accept();
      expect(stale.code).to.equal(1);
      expect(stale.stderr).to.contain("HandOverStale");
      expect((await readEvent(sale.connection, { eventId: 1 })).organizer.organizerId).to.equal(1);
    });

    it("to an organizer that exists", async () => {
      const { code, stderr } = await doorkey("hand-over", "--event", "1", "--to", "9", "--as", "organizer");
      expect(code).to.equal(1);
      expect(stderr).to.contain("TeamNonexistent");
    });
  });

  it("asks on a public chain before it does what is final", async function () {
    this.timeout(300_000);
    const chain = await startEmptyNode({ chainId: 31_338 });
    try {
      const env = { DOORKEY_PASSWORD: "correct horse battery" };
      const run = (...words: string[]) => runCommand(words, { cwd: sale.directory, rpc: chain.url, env });
      await run("key", "new", "hall.json");
      const { address } = JSON.parse(await readFile(join(sale.directory, "hall.json"), "utf8"));
      await chain.provider.send("hardhat_setBalance", [`0x${address}`, toQuantity(10n ** 18n)]);
      const event = JSON.parse(sampleDocument(await chain.clock.now()));
      event.doorkey.schedule.salesOpenAt = isoTime((await chain.clock.now()) + 3 * DAY);
      await writeFile(join(sale.directory, "event.json"), JSON.stringify(event));
      const key = ["--key", "hall.json"];
      const deployed = await run("deploy", ...key, "--yes", "--json");
      const deployment = JSON.parse(deployed.stdout);
      for (const name of ["Your Hall", "Next Hall"])
        await run("organizer", "register", name, "--site", "https://your-hall.example", ...key);
      const connection = await connect({ rpc: chain.provider, deployment });
      const state = () => readEvent(connection, { eventId: 1 });
      const hook = deployment.contracts.AgentRegistry.address;
      const to = ["--event", "1", "--to", "2"];

      const asked = [
        [["publish", "event.json", "--organizer", "1"], "Publish this event? Its rules cannot be changed afterwards."],
        [["set-sale-hook", hook, "--event", "1", "--class", "standing"], "This is final."],
        [["raise-supply", "6001", "--event", "1", "--class", "standing"], "It can never be lowered again."],
        [["open-reserved", "--event", "1", "--class", "staff"], "It can never be reserved again."],
        [["hand-over", ...to], "Offer event 1 to organizer 2, Next Hall?"],
        [["accept", ...to], "Take over event 1 with these terms, as organizer 2?"],
        [["cancel", "--event", "1"], "Cancel event 1? This is final: no right of it can enter any more."],
      ] as const;
      for (const [words, question] of asked) {
        const block = await chain.provider.getBlockNumber();
        const { code, stderr } = await run(...words, ...key);
        expect(code, words[0]).to.equal(2);
        expect(stderr).to.contain(question).and.to.contain("Add --yes to confirm.");
        expect(await chain.provider.getBlockNumber()).to.equal(block);
        const done = await run(...words, ...key, "--yes");
        expect(done.code, done.stderr).to.equal(0);
      }
      const { cancelled, organizer, classes } = await state();
      expect({ cancelled, organizerId: organizer.organizerId }).to.deep.equal({ cancelled: true, organizerId: 2 });
      expect(classes[0]).to.include({ saleHook: hook, supply: 6_001 });
      expect(classes[2]).to.include({ reserved: false });

      const again = await run("cancel", "--event", "1", ...key);
      expect(again.code, "what would be refused is not asked").to.equal(1);
      expect(again.stderr).to.contain("EventIsCancelled").and.not.to.contain("--yes");
    } finally {
      await chain.close();
    }
  });
});
