/** A gate without its hub: it decides, keeps what it let in, and brings it back. */
import { config, expect } from "chai";
import { until } from "../../relay/test/helpers/processes.ts";
import { unpackEntry } from "../../sdk/src/core/Entry.ts";
import { isProven } from "../../sdk/src/eventIndex/index.ts";
import { untilOnChain } from "./helpers/onChain.ts";
import { type Door, openDoor } from "./helpers/openDoor.ts";
import type { Hub } from "./helpers/openVenue.ts";
import type { Steward } from "./helpers/Steward.ts";

// A failing test shows the whole light.
config.truncateThreshold = 0;

const HOLD = 61;

describe("a gate without its hub", () => {
  let door: Door;
  let hub: Hub;
  let steward: Steward;
  before(async () => {
    door = await openDoor({ fans: 12 });
    await door.venue.openDoors();
    hub = await door.venue.startHub();
    steward = await door.join(hub);
  });
  after(async () => {
    await door?.close();
  });

  const now = () => steward.now();
  const state = (of: Steward, status: "hub" | "alone") => of.page.locator(`.state.${status}`).first().waitFor();
  const saysOf = async (of: Steward) => (await of.page.locator("header .state").first().innerText()).trim();

  it("decides within the same scan, knows who was in before, and says since when it is alone", async () => {
    const [before, during] = [door.fan(), door.fan()];
    expect(await steward.sees(await before.show(await now()))).to.include({ tone: "go" });
    await hub.kill();
    const shown = await during.show(await now());
    expect(await steward.sees(shown)).to.include({ tone: "go", word: "Let in", people: 1 });
    expect(await saysOf(steward)).to.match(/^Alone since \d\d:\d\d · [12] waiting$/);
    expect(await steward.sees(shown)).to.include({ tone: "look", reason: "just-scanned" });
    await door.pass(21);
    expect((await steward.sees(shown)).sentence).to.match(/^Already in: lane 1, \d\d:\d\d\.$/);
    expect(await steward.sees(await before.show(await now()))).to.include({ tone: "stop", word: "Already in" });

    hub = await door.venue.startHub();
    await state(steward, "hub");
    await steward.page.locator("header .facts", { hasNotText: "waiting" }).first().waitFor();
    await door.pass(HOLD);
    await untilOnChain(door.venue, before.rightId, ["Admitted"]);
    await untilOnChain(door.venue, during.rightId, ["Admitted"]);
  });

  it("starts from what the browser keeps when its hub is gone", async () => {
    await steward.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await hub.kill();
    await steward.page.reload();
    await steward.page.locator(".end .button").click();
    const guest = door.fan();
    expect(await steward.sees(await guest.show(await now()))).to.include({ tone: "go", people: 1 });
    expect(await saysOf(steward)).to.match(/^Alone since \d\d:\d\d · 1 waiting$/);
    hub = await door.venue.startHub();
    await state(steward, "hub");
    await door.pass(HOLD);
    await untilOnChain(door.venue, guest.rightId, ["Admitted"]);
  });

  it("finds once, and proves, that two gates alone let the same right in", async () => {
    const other = await door.join(hub, 2);
    await other.closeCamera();
    await state(other, "hub");
    await hub.kill();
    const guest = door.fan();
    const at = await now();
    expect(await steward.sees(await guest.show(at))).to.include({ tone: "go", people: 1 });
    const second = await other.scans((await guest.show(at + 9)).text);
    expect(second).to.include({ tone: "go", people: 1 });
    expect(await saysOf(other)).to.match(/^Alone since \d\d:\d\d · 1 waiting$/);

    hub = await door.venue.startHub();
    await state(steward, "hub");
    await state(other, "hub");
    const rows = await hub.export();
    const serial = Number(guest.rightId & 0xffffffffn);
    const found = rows.filter((row) => row.table === "evidence" && row.serial === serial);
    expect(found).to.have.lengthOf(1);
    expect(found[0]?.name).to.equal("two presentations");
    for (const scan of [found[0]?.first, found[0]?.second]) {
      const entry = rows.find((row) => row.table === "entry" && row.scan === scan);
      const proof = {
        entry: unpackEntry(BigInt(String(entry?.word))),
        signature: `0x${String(entry?.signature).slice(2)}`,
      } as const;
      expect(isProven(door.venue.show.event, { ...proof, holder: guest.pass.holder })).to.equal(true);
      expect(rows.filter((row) => row.table === "log" && row.scan === scan)).to.have.lengthOf.at.least(1);
    }
    await door.pass(HOLD);
    await untilOnChain(door.venue, guest.rightId, ["Admitted", "AlreadyAdmitted"]);
    await other.close();
  });

  it("joins a hub that replaced its own, and brings it all its entries", async () => {
    const guest = door.fan();
    await hub.kill();
    expect(await steward.sees(await guest.show(await now()))).to.include({ tone: "go" });
    hub = await door.venue.startHub({ data: "replaced" });
    await steward.page.getByRole("button", { name: /^Join again/ }).waitFor();
    // Alone it goes on.
    const next = door.fan();
    expect(await steward.sees(await next.show(await now()))).to.include({ tone: "go" });
    await steward.page.goto(await hub.invite());
    await steward.page.locator(".end .button").click();
    await state(steward, "hub");
    await until("the new hub has every row", async () => {
      const rows = await hub.export();
      const admitted = rows.filter((row) => row.table === "entry");
      return [guest, next].every(({ rightId }) => admitted.some((row) => BigInt(String(row.word)) >> 192n === rightId));
    });
    await door.pass(HOLD);
    await untilOnChain(door.venue, guest.rightId, ["Admitted"]);
    await untilOnChain(door.venue, next.rightId, ["Admitted"]);
    // It takes all that the device ever let in, also what the hub before it decided.
    expect((await hub.export()).filter((row) => row.table === "apart")).to.deep.equal([]);
  });

  it("lets nobody in alone if the organizer wants so", async () => {
    await hub.kill();
    // Only a gate that noticed this asks the next hub for its settings.
    await state(steward, "alone");
    hub = await door.venue.startHub({
      data: "replaced",
      change: (text) => text.replace("alone: accept", "alone: stop"),
    });
    await state(steward, "hub");
    await hub.kill();
    const light = await steward.sees(await door.fan().show(await now()));
    expect(light).to.include({ tone: "wait", word: "Wait for the hub" });
    hub = await door.venue.startHub({ data: "replaced" });
    await state(steward, "hub");
  });

  it("locks when it is revoked: what waits goes to quarantine, then key and list are gone", async () => {
    await hub.kill();
    const guest = door.fan();
    expect(await steward.sees(await guest.show(await now()))).to.include({ tone: "go" });
    // It is revoked while it is away, so that its row comes after.
    const id = String(await steward.kept("identity.id"));
    await steward.context.setOffline(true);
    hub = await door.venue.startHub({ data: "replaced" });
    await hub.revoke(id);
    await steward.context.setOffline(false);
    await steward.page.locator(".locked").waitFor();
    await steward.page.getByText("Its key and its list are gone").waitFor();
    expect(await steward.kept("identity.id")).to.equal(undefined);
    expect(await steward.kept("list.etag")).to.equal(undefined);
    const apart = (await hub.export()).filter((row) => row.table === "apart");
    expect(apart.map(({ reason }) => reason)).to.deep.equal(["revoked"]);
  });
});
