import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { parseEventDocument, readEvent } from "doorkey";
import { openSale, type Sale } from "./helpers/openSale.ts";

describe("doorkey publish", function () {
  this.timeout(60_000);
  let sale: Sale;
  before(async () => {
    sale = await openSale();
  });
  after(() => sale?.close());

  const create = async (document: string, ...args: readonly string[]) => {
    await writeFile(join(sale.directory, "event.json"), document);
    return sale.run("publish", ["event.json", "--organizer", "1", "--as", "organizer", ...args]);
  };
  const events = async (): Promise<boolean> =>
    readEvent(sale.connection, { eventId: 2 }).then(
      () => true,
      () => false,
    );

  it("publishes nothing that has a mistake, and names its line", async () => {
    const cancelled = sale.document.replace('"name":', '"eventStatus": "EventCancelled",\n  "name":');
    const { code, stderr } = await create(cancelled);
    expect(code).to.equal(2);
    expect(stderr).to.match(/^event\.json, row 4, eventStatus: eventStatus says that it is cancelled;/);
    expect(stderr).to.contain("1 mistake; nothing was sent.");
    expect(await events()).to.equal(false);
  });

  it("shows what to look at twice, and times in the event's offset, before it publishes", async () => {
    const there = sale.document
      .replace('"standing"', '"V\u0406P"')
      .replaceAll(/(\d\d):00:00\+00:00/g, "$1:00:00+11:00");
    const { code, stdout } = await create(there, "--dry-run");
    expect(code, stdout).to.equal(0);
    expect(stdout).to.match(/^! event\.json, row \d+, doorkey\.classes\.V\u0406P: "V\u0406P" mixes scripts/m);
    expect(stdout).to.match(/doorsOpenAt +\d{4}-\d\d-\d\d 18:00 \+11:00 \(07:00 UTC\)/);
    expect(await events()).to.equal(false);
  });

  it("publishes no event whose times passed", async () => {
    const { doorsOpenAt, salesCloseAt } = parseEventDocument(sale.document).schedule;
    await sale.node.clock.travelTo(salesCloseAt + 60);
    const late = await create(sale.document);
    expect(late.code).to.equal(2);
    expect(late.stderr).to.contain("doorkey.schedule.salesCloseAt: passed already.");
    expect(late.stderr).not.to.contain("doorsOpenAt");
    await sale.node.clock.travelTo(doorsOpenAt + 60);
    expect((await create(sale.document)).stderr).to.contain("doorkey.schedule.doorsOpenAt: passed already.");
    expect(await events()).to.equal(false);
  });
});
