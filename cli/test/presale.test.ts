import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { toBeHex } from "ethers";
import { isoTime } from "../src/events/isoTime.ts";
import { openSale, type Sale } from "./helpers/openSale.ts";

const DAY = 86_400;
const CLASS = ["--event", "2", "--class", "standing"];

const holder = (n: number): string => toBeHex(0xd00000n + BigInt(n), 20);
const tableOf = (...holders: readonly string[]): string => `holder\n${holders.join("\n")}\n`;

/** Event 2 of the sale is on sale in three days; its class standing has a hook for presales. */
describe("doorkey presale", function () {
  this.timeout(60_000);
  let sale: Sale;
  let salesOpenAt: number;
  before(async () => {
    sale = await openSale();
    const event = JSON.parse(sale.document);
    salesOpenAt = (await sale.node.clock.now()) + 3 * DAY;
    event.doorkey.schedule.salesOpenAt = isoTime(salesOpenAt);
    await write("ahead.json", JSON.stringify(event));
    await ran("publish", ["ahead.json", "--organizer", "1", "--as", "organizer"]);
    const dry = JSON.parse(await ran("presale", ["hook", "--as", "relay", "--dry-run", "--json"]));
    expect(Number(dry.call.gas)).to.be.greaterThan(500_000);
    const { saleHook } = JSON.parse(await ran("presale", ["hook", "--as", "relay", "--json"]));
    await ran("set-sale-hook", [saleHook, ...CLASS, "--as", "organizer"]);
    await ran("agents", ["designate", "--agent", "1", ...CLASS, "--quota", "100", "--as", "organizer"]);
  });
  after(() => sale?.close());

  const write = (name: string, text: string) => writeFile(join(sale.directory, name), text);
  const ran = async (name: string, args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await sale.run(name, args);
    expect(code, stderr + stdout).to.equal(0);
    return stdout;
  };
  const post = (list: string, end: number) =>
    sale.run("presale", ["post", list, "--ends", isoTime(end), "--as", "organizer"]);

  it("names every line that is not a holder, and writes nothing", async () => {
    await write("wrong.csv", tableOf(holder(1), "alice.eth", holder(2), holder(3).slice(1), `0x${"0".repeat(40)}`));
    const { code, stderr } = await sale.run("presale", ["root", "wrong.csv", ...CLASS]);
    expect(code).to.equal(2);
    for (const row of [3, 5, 6]) expect(stderr).to.contain(`wrong.csv, row ${row}, holder: must be an address`);
    expect((await sale.run("presale", ["check", "wrong.list"])).stderr).to.contain("the file does not exist");
  });

  it("says what a table must begin with, and lists at most twenty mistakes", async () => {
    await write("orders.csv", "order,class\n1,standing\n");
    expect((await sale.run("presale", ["root", "orders.csv", ...CLASS])).stderr).to.contain('"holder" or "person"');
    await write("texts.csv", tableOf(...Array.from({ length: 50 }, () => "text")));
    expect((await sale.run("presale", ["root", "texts.csv", ...CLASS])).stderr).to.contain("20 mistakes");
    await write("none.csv", "holder\n");
    expect((await sale.run("presale", ["root", "none.csv", ...CLASS])).stderr).to.contain("at least one entry");
    await write("one.csv", tableOf(holder(1)));
    const { code, stderr } = await sale.run("presale", ["root", "one.csv", "--event", "2", "--class", "balcony"]);
    expect(code).to.equal(2);
    expect(stderr).to.contain("Its classes: standing");
  });

  it("sells to the list alone until it ends", async () => {
    await write("members.csv", `\uFEFF"holder"\r\n${holder(1)}\r\n\r\n${holder(2)}\r\n${holder(1)}\r\n`);
    const { size, root } = JSON.parse(await ran("presale", ["root", "members.csv", ...CLASS, "--json"]));
    expect(size).to.equal(2);
    expect((await sale.run("presale", ["check", "members.list"])).stderr).to.contain("sells openly");
    expect((await post("members.list", salesOpenAt)).stderr).to.contain("PresaleEndInvalid");
    const dry = await sale.run("presale", [
      ...["post", "members.list", "--ends", isoTime(salesOpenAt + DAY), "--as", "organizer", "--dry-run"],
    ]);
    expect(dry.stdout, dry.stderr).to.contain("postList would go through now");
    expect((await sale.run("presale", ["check", "members.list"])).stderr).to.contain("sells openly");
    const posted = await post("members.list", salesOpenAt + DAY);
    expect(posted.code, posted.stderr).to.equal(0);
    expect(posted.stdout).to.contain("grant grants.csv --event 2 --agent 1 --presale members.list --as agent");
    expect((await post("members.list", salesOpenAt + DAY)).stderr).to.contain("ListUnchanged");
    const checked = JSON.parse(await ran("presale", ["check", "members.list", "--entry", holder(2), "--json"]));
    expect(checked).to.deep.include({ root, isListed: true, endsAt: salesOpenAt + DAY });
    expect((await sale.run("presale", ["check", "members.list", "--entry", holder(9)])).code).to.equal(1);

    await sale.node.clock.travelTo(salesOpenAt);
    await write("grants.csv", grants(1, 9, 2));
    const grant = ["grants.csv", "--event", "2", "--agent", "1", "--as", "agent", "--presale", "members.list"];
    const { code, stderr, stdout } = await sale.run("grant", grant);
    expect(code, stderr).to.equal(1);
    expect(stderr + stdout)
      .to.contain("A-9: NotListed")
      .and.to.contain("2 of 3 rows granted");
  });

  it("names a list that does not hold, and one that was changed", async () => {
    await write("others.csv", tableOf(holder(7)));
    await ran("presale", ["root", "others.csv", ...CLASS]);
    expect((await sale.run("presale", ["check", "others.list"])).stderr).to.contain("another list");
    await write("grants-7.csv", grants(7));
    const grant = ["grants-7.csv", "--event", "2", "--agent", "1", "--as", "agent", "--presale"];
    expect((await sale.run("grant", [...grant, "others.list"])).stderr).to.contain("not the list that holds");
    await write("torn.list", "{}\n");
    const { code, stderr } = await sale.run("grant", [...grant, "torn.list"]);
    expect([code, stderr.includes("not the list of a presale")]).to.deep.equal([2, true]);
    const both = await sale.run("grant", [...grant, "others.list", "--hook-data", "0x00"]);
    expect(both.code).to.equal(2);
  });
});

function grants(...numbers: readonly number[]): string {
  const rows = numbers.map((n) => `A-${n},standing,${holder(n)},1,,`);
  return `order,class,holder,quantity,seats,evidence\n${rows.join("\n")}\n`;
}
