import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { readDraw, signRound } from "doorkey/ballot";
import { LOCAL_BEACON } from "doorkey/deployment";
import { getAddress, getBytes, id, toBeHex } from "ethers";
import { devKeys } from "../src/terminal/devKeys.ts";
import { openSale, type Sale } from "./helpers/openSale.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const WHERE = ["--event", "2", "--class", "standing"];

const tag = (n: number): string => id(`person ${n}`);
const holder = (n: number): string => getAddress(toBeHex(0xd00d_0000n + BigInt(n), 20));

/** Event 2 of the sale sells two places of its class standing by a draw. */
describe("doorkey draw", function () {
  this.timeout(120_000);
  let sale: Sale;
  let listUntil: number;
  before(async () => {
    sale = await openSale();
    const now = await sale.node.clock.now();
    listUntil = now + 2 * DAY;
    const event = JSON.parse(sale.document);
    const iso = (time: number) => new Date(1_000 * time).toISOString();
    event.doorkey.policy = { identityVerifier: "attester", maxPerPerson: 2, maxRebinds: 1, minPublicBps: 0 };
    const times = { listUntil: iso(listUntil), sealAt: iso(now + 3 * DAY), keepUntil: iso(now + 12 * DAY) };
    const ballot = { ...times, firstWindowHours: 24, laterWindowHours: 24 };
    event.doorkey.classes = {
      standing: { supply: 2, named: true, sale: "ballot", ballot },
      balcony: { supply: 2, named: true },
    };
    await write("ballot.json", JSON.stringify(event));
    const publish = ["ballot.json", "--organizer", "1", "--as", "organizer"];
    const mistyped = await sale.run("publish", [...publish, "--agents", "99"]);
    expect([mistyped.code, mistyped.stderr.includes("99")], mistyped.stderr).to.deep.equal([1, true]);
    const published = JSON.parse(await ran("publish", [...publish, "--agents", "1", "--json"]));
    expect(published.eventId).to.equal(2);
    const attester = devKeys.find(({ role }) => role === "attester")?.address ?? "";
    await ran("attesters", ["set", attester, "--event", "2", "--as", "organizer"]);
    const balcony = ["--event", "2", "--class", "balcony"];
    const unlimited = await sale.run("agents", ["designate", "--agent", "1", ...balcony, "--as", "organizer"]);
    expect([unlimited.code, unlimited.stderr.includes("so a quota is needed")]).to.deep.equal([2, true]);
  });
  after(() => sale?.close());

  const write = (name: string, text: string) => writeFile(join(sale.directory, name), text);
  const ran = async (name: string, args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await sale.run(name, args);
    expect(code, stderr + stdout).to.equal(0);
    return stdout;
  };
  const list = (file: string) => sale.run("draw", ["list", file, "--event", "2", "--as", "organizer"]);
  const table = (...rows: readonly string[]) => `order,class,tag,party\n${rows.join("\n")}\n`;
  const state = () => readDraw(sale.connection, { eventId: 2, className: "standing" });

  it("opens the draw once, with the times of the document", async () => {
    expect((await sale.run("draw", ["status", ...WHERE])).stderr).to.contain("No draw was opened");
    expect(await ran("status", ["2", "--document", "ballot.json"])).to.contain("its draw was not opened");
    const open = ["open", ...WHERE, "--document", "ballot.json", "--as", "organizer"];
    const dry = await sale.run("draw", [...open, "--dry-run"]);
    expect(dry.stdout, dry.stderr).to.contain("open would go through now");
    const { round, listUntil: until } = JSON.parse(await ran("draw", [...open, "--json"]));
    expect(until).to.equal(listUntil);
    expect(round).to.equal((await state()).round);
    expect((await sale.run("draw", open)).stderr).to.contain("has its draw already");
    const balcony = ["open", "--event", "2", "--class", "balcony", "--document", "ballot.json", "--as", "organizer"];
    expect((await sale.run("draw", balcony)).code).to.equal(1);
    // The agent was designated when the event was published, with the largest quota. Doing it again changes nothing.
    const quota = async () => (await ran("agents", ["list", "--event", "2"])).replaceAll(",", "");
    expect(await quota()).to.contain("4294967295");
    await ran("agents", ["designate", "--agent", "1", ...WHERE, "--as", "organizer"]);
    expect(await quota()).to.contain("4294967295");
  });

  it("names every row that is wrong, and sends nothing", async () => {
    await write(
      "wrong.csv",
      table(
        `A-1,standing,${tag(1)},`,
        `A-2,standing,${tag(2)},A-1`,
        `A-3,standing,${tag(3)},A-1`,
        `A-4,standing,${tag(4)},A-1`,
        `A-5,standing,${tag(5)},A-1`,
        `A-6,standing,${tag(6)},A-99`,
        `A-7,standing,${tag(7).slice(0, -2)},`,
        `A-8,balcony,${tag(8)},`,
        `A-9,lawn,${tag(9)},`,
        `B-2,standing,${tag(2)},`,
        `B-3,standing,alice,`,
      ),
    );
    const { code, stderr } = await list("wrong.csv");
    expect(code).to.equal(2);
    for (const told of [
      "row 2, party: leads a party of 5, with row 3, row 4, row 5, row 6",
      'row 7, party: names the order "A-99", which no row has',
      "row 8, tag: must be a person tag of 32 bytes, not of 31",
      "row 9, class: class balcony has no draw",
      "row 10, class",
      "row 11, tag: is the same as in row 3, with another party",
      'row 12, tag: must be a person tag: 0x and 64 hex digits, not "alice"',
    ]) {
      expect(stderr).to.contain(told);
    }
    await write("none.csv", "order,class,tag,party\n");
    expect((await list("none.csv")).stderr).to.contain("has no rows");
    await write("columns.csv", "order,class\nA-1,standing\n");
    expect((await list("columns.csv")).stderr).to.contain('needs a column "tag"');
    expect((await state()).listed).to.equal(0);
  });

  it("lists entrants, says who stands there twice, and continues with the same command", async () => {
    const people = Array.from({ length: 6 }, (_, n) => `A-${n},standing,${tag(n)},`);
    await write("entries.csv", table(...people, `B-1,standing,${tag(1)},`));
    const first = await list("entries.csv");
    expect(first.code, first.stderr).to.equal(0);
    expect(first.stdout + first.stderr).to.contain("row 8: is the same person as row 3, and counts once");
    expect(first.stdout).to.contain("6 entrants in 1 call");
    expect((await list("entries.csv")).stdout).to.contain("6 entrants in 0 calls, 6 of them before");
    await write("others.csv", table(`A-9,standing,${tag(9)},`));
    const other = await list("others.csv");
    expect([other.code, other.stderr.includes("another list")]).to.deep.equal([1, true]);
    const shown = JSON.parse(await ran("draw", ["status", ...WHERE, "--entry", tag(3), "--json"]));
    expect([shown.listed, shown.place.status]).to.deep.equal([6, "listed"]);
    expect((await sale.run("draw", ["status", ...WHERE, "--entry", tag(9)])).stderr).to.contain("not in the draw");
  });

  it("says how long the round is off, and takes it from a file", async () => {
    const { round, roundAt } = await state();
    const prove = (...more: readonly string[]) => sale.run("draw", ["prove", ...WHERE, "--as", "agent", ...more]);
    await sale.node.clock.travelTo(roundAt - 14 * 60);
    const early = await prove("--url", "http://127.0.0.1:9/nothing");
    expect(early.stderr).to.contain("in 14 min");
    await sale.node.clock.travelTo(roundAt + 3);
    expect((await prove("--url", "http://127.0.0.1:9/nothing")).stderr).to.contain("No server of the beacon");
    const secret = getBytes(LOCAL_BEACON.secretKey);
    await write("round.json", JSON.stringify(signRound(getBytes(id("another chain")).fill(1, 0, 1), round)));
    expect((await prove("--file", "round.json")).stderr).to.contain("another chain");
    await write("round.json", JSON.stringify(signRound(secret, round)));
    expect(await ran("draw", ["status", ...WHERE])).to.contain("draw prove");
    const { code, stderr } = await prove("--file", "round.json");
    expect(code, stderr).to.equal(0);
    const { seed } = JSON.parse(await ran("draw", ["settle", ...WHERE, "--as", "agent", "--json"]));
    expect((await state()).seed).to.equal(seed);
    const shown = await ran("draw", ["status", ...WHERE, "--recompute"]);
    expect(shown).to.contain("the seed is right").and.to.contain("wave").and.to.contain("kept");
  });

  it("keeps a winner's place, refuses losers by row, and grants by rank", async () => {
    const all = Array.from({ length: 6 }, (_, n) => n);
    const offered: number[] = [];
    for (const n of all) {
      const { place } = JSON.parse(await ran("draw", ["status", ...WHERE, "--entry", tag(n), "--json"]));
      if (place.status === "offered") offered.push(n);
    }
    expect(offered.length).to.equal(2);
    const evidence = await evidenceOf(sale, all);
    const header = "order,class,holder,quantity,seats,evidence";
    const rows = all.map((n) => `A-${n},standing,${holder(n)},1,,${evidence[n]}`);
    await write("winners.csv", `${header}\n${rows.join("\n")}\n`);
    const accept = ["accept", "winners.csv", ...WHERE, "--agent", "1", "--as", "agent", "--json"];
    const accepted = await sale.run("draw", accept);
    expect(accepted.code, accepted.stderr).to.equal(1);
    expect((await state()).kept).to.equal(2);
    const granted = await sale.run("grant", ["winners.csv", "--event", "2", "--agent", "1", "--as", "agent", "--json"]);
    expect(granted.stdout + granted.stderr).to.contain("ENTRANT_NOT_OFFERED");
    const results = JSON.parse(granted.stdout.trim().split("\n").at(-1) ?? "");
    expect(JSON.stringify(results)).to.contain('"granted"');
    expect((await state()).kept).to.equal(0);
    expect((await sale.run("draw", ["hold", ...WHERE, "--as", "agent"])).stderr).to.contain("go on and the attester");
    expect((await sale.run("draw", ["advance", ...WHERE, "--as", "agent"])).stderr).to.contain(
      "no party can be offered one",
    );
    expect(await ran("status", ["2", "--document", "ballot.json"])).to.contain("Draw of class standing");
  });
});

async function evidenceOf(sale: Sale, people: readonly number[]): Promise<readonly string[]> {
  const { attestPerson, identityScope } = await import("doorkey/attester");
  const { Wallet } = await import("ethers");
  const attester = new Wallet(devKeys.find(({ role }) => role === "attester")?.privateKey ?? "");
  const scope = await identityScope(sale.connection, { eventId: 2 });
  const issuedAt = await sale.node.clock.now();
  return Promise.all(
    people.map((n) =>
      attestPerson(
        {
          scope,
          personTag: tag(n) as `0x${string}`,
          holder: holder(n),
          agentId: 1,
          issuedAt,
          expiresAt: issuedAt + DAY,
        },
        attester,
      ),
    ),
  );
}
