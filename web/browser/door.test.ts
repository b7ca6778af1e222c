/** A door: what a fan shows, what the steward sees, what the chain has. Contracts, relay, hub and pixels are real. */
import { expect } from "chai";
import { readChallenge } from "../../sdk/src/buyer.ts";
import { Fan } from "./helpers/Fan.ts";
import { untilOnChain } from "./helpers/onChain.ts";
import { type Door, openDoor } from "./helpers/openDoor.ts";
import type { Hub } from "./helpers/openVenue.ts";
import { readPicture } from "./helpers/readPicture.ts";
import type { Steward } from "./helpers/Steward.ts";

/** The hub holds entries for so long, because a steward may undo them. */
const HOLD = 61;

describe("at the door", () => {
  let door: Door;
  let hub: Hub;
  let steward: Steward;
  let party: Fan;
  let returned: Fan;
  let moved: { readonly old: Fan; readonly fresh: Fan };

  before(async () => {
    door = await openDoor({ fans: 10 });
    const { page, venue } = door;
    party = await Fan.buy(page, venue, { count: 4 });
    returned = await Fan.buy(page, venue);
    await returned.giveBack(venue);
    const old = await Fan.buy(page, venue);
    moved = { old, fresh: await old.move(venue) };
  });
  after(async () => {
    await door?.close();
  });

  const now = () => steward.now();
  const fan = () => door.fan();

  it("says before doors when they open", async () => {
    hub = await door.venue.startHub({ data: "early" });
    steward = await door.join(hub);
    const light = await steward.sees(await fan().show(await now()));
    expect(light).to.include({ tone: "wait", word: "Doors not open" });
    expect(light.sentence).to.match(/^Doors open at \d\d:\d\d/);
    await steward.close();
    await hub.kill();
  });

  describe("after doors", () => {
    before(async () => {
      await door.venue.openDoors();
      hub = await door.venue.startHub();
      steward = await door.join(hub);
    });

    it("lets in who shows a code, and the chain has it after the hold", async () => {
      const guest = fan();
      const light = await steward.sees(await guest.show(await now()));
      expect(light).to.include({ tone: "go", word: "Let in", people: 1 });
      await door.pass(HOLD);
      await untilOnChain(door.venue, guest.rightId, ["Admitted"]);
    });

    it("answers the same picture with amber for 20 s, then with red, lane and time", async () => {
      const shown = await fan().show(await now());
      expect(await steward.sees(shown)).to.include({ tone: "go" });
      expect(await steward.sees(shown)).to.include({ tone: "look", reason: "just-scanned" });
      await door.pass(21);
      const light = await steward.sees(shown);
      expect(light).to.include({ tone: "stop", word: "Already in" });
      expect(light.sentence).to.match(/^Already in: lane 1, \d\d:\d\d\.$/);
      await door.pass(60);
      expect(await steward.sees(shown)).to.include({ tone: "stop", word: "Already in" });
    });

    it("keeps a green light while the phone stays and its code rotates", async () => {
      const guest = fan();
      const at = await now();
      const first = await guest.show(at);
      const rotated = await guest.show(at + 3);
      expect(await steward.sees(first)).to.include({ tone: "go" });
      door.film.show(rotated.png);
      await steward.page.locator(".light .again").waitFor();
      expect(await steward.light()).to.include({ tone: "go", word: "Let in" });
      // The next look at it, after the light left the screen, is amber.
      expect(await steward.sees(rotated)).to.include({ tone: "look", reason: "just-scanned" });
    });

    it("refuses a picture of a minute ago", async () => {
      const light = await steward.sees(await fan().show((await now()) - 61));
      expect(light).to.include({ tone: "stop", word: "Code too old" });
    });

    it("refuses what is forged, of another event, returned or moved", async () => {
      const [guest, victim] = [fan(), fan()];
      const forged = guest.with({ rightId: victim.pass.rightId });
      expect((await steward.sees(await forged.show(await now()))).word).to.equal("Not the holder");

      const eventId = door.venue.show.eventId + 1;
      const holder = await Fan.createKey(door.page, { ...door.venue.show.event, eventId }, "p256");
      const rightId = String(BigInt(eventId) << 32n);
      const stranger = guest.with({ eventId, holder, rightId });
      expect((await steward.sees(await stranger.show(await now()))).word).to.equal("Another event");

      expect((await steward.sees(await returned.show(await now()))).word).to.equal("Ticket not valid");
      const light = await steward.sees(await moved.old.show(await now()));
      expect(light).to.include({ tone: "stop", word: "On another phone" });
      expect((await steward.sees(await moved.fresh.show(await now()))).word).to.equal("Let in");
    });

    it("lets a party in by parts, and says who is still outside", async () => {
      const first = await steward.sees(await party.show(await now(), { from: 0, count: 2 }));
      expect(first).to.include({ tone: "go", people: 2 });
      expect(first.text).to.include("2 in, 2 of 4 still outside");
      const rest = await steward.sees(await party.show(await now(), { from: 2, count: 2 }));
      expect(rest).to.include({ tone: "go", people: 2 });
      expect(rest.text).to.include("All 4 are in");
      await door.pass(HOLD);
      await untilOnChain(door.venue, party.rightId, ["Admitted"]);
      await untilOnChain(door.venue, party.rightId + 3n, ["Admitted"]);
    });

    it("demands the answer to a challenge, and takes no other", async () => {
      const guest = fan();
      await steward.page.getByRole("button", { name: "Challenge" }).click();
      const screen = steward.page.locator(".challenge .qr");
      const challenge = readChallenge(readPicture(await screen.screenshot()), door.venue.show.event);
      const other = "0x0123456789abcdef" as const;
      expect((await steward.sees(await guest.show(await now()))).word).to.equal("Scan challenge first");
      expect((await steward.sees(await guest.show(await now(), { challenge: other }))).word).to.equal(
        "Wrong challenge",
      );
      expect(await steward.sees(await guest.show(await now(), { challenge }))).to.include({ tone: "go", people: 1 });
      await steward.page.locator(".light .actions .button").last().click();
      await steward.page.getByRole("button", { name: "Stop asking" }).click();
    });
  });
});
