/** What else a night brings: undo, entries by hand, people who go out and come back, scanners, passkeys, checks of ID. */
import { expect } from "chai";
import { openWithAuthenticator } from "../../sdk/browser/authenticator.ts";
import { Fan } from "./helpers/Fan.ts";
import { admissionsOf, untilOnChain } from "./helpers/onChain.ts";
import { type Door, openDoor } from "./helpers/openDoor.ts";
import type { Hub } from "./helpers/openVenue.ts";
import type { Steward } from "./helpers/Steward.ts";
import { HOSTS, typeAsScanner } from "./helpers/typeAsScanner.ts";

/** Short, so that an entry is delivered while the steward may still take it back. */
const HOLD = 5;

describe("a long night", () => {
  let door: Door;
  let hub: Hub;
  let steward: Steward;
  let guest: Fan;
  const passkeys: Fan[] = [];
  before(async () => {
    door = await openDoor({ fans: 12 });
    const { site, browser, venue, page } = door;
    guest = await Fan.buy(page, venue, { classId: 2 });
    const origins = [site.origin, ...site.neighbours];
    for (const origin of origins) {
      const { page } = await openWithAuthenticator(await browser.newContext(), origin);
      passkeys.push(await Fan.buy(page, venue, { kind: "passkey" }));
    }
    await venue.openDoors();
    hub = await venue.startHub({
      change: (text) =>
        text
          .replace("undoSeconds: 60", `undoSeconds: ${HOLD}`)
          .replace("reentry: none", "reentry: allowed")
          .replace(
            "# identity: { classes: [VIP], reboundWithinHours: 24, sample: 0.02 }",
            "identity: { classes: [vip] }",
          )
          .replace("passkeys: []", `passkeys: [{ origin: "${origins[0]}" }, { origin: "${origins[1]}" }]`),
    });
    steward = await door.join(hub);
  });
  after(async () => {
    await door?.close();
  });

  const now = () => steward.now();
  const button = (name: string) => steward.page.getByRole("button", { name, exact: true });
  const sees = async (fan: Fan, options: Fan.Showing = {}) => steward.sees(await fan.show(await now(), options));

  describe("undo", () => {
    it("before delivery makes an entry never have happened", async () => {
      const fan = door.fan();
      expect(await sees(fan)).to.include({ tone: "go" });
      await button("Undo").click();
      await steward.page.getByText("Undone: not in").waitFor();
      await door.pass(HOLD + 20);
      expect(await admissionsOf(door.venue, fan.rightId)).to.deep.equal([]);
      expect(await sees(fan)).to.include({ tone: "go", people: 1 });
      await door.pass(HOLD + 1);
      await untilOnChain(door.venue, fan.rightId, ["Admitted"]);
    });
  });

  describe("scanners that type", () => {
    for (const [host, keyOf] of Object.entries(HOSTS)) {
      it(`are read on a host with ${host}, without focus`, async () => {
        const { text } = await door.fan().show(await now());
        await steward.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
        expect(await steward.scans(text, keyOf)).to.include({ tone: "go", people: 1 });
      });
    }

    it("jam on nothing: after what is no code, the next guest comes in", async () => {
      expect(await steward.scans("4006381333931")).to.include({ tone: "wait", word: "Not a ticket" });
      expect(await steward.scans(`E1:${"%".repeat(400)}`)).to.include({ tone: "wait" });
      expect(await steward.scans((await door.fan().show(await now())).text)).to.include({ tone: "go" });
    });
  });

  describe("passkeys", () => {
    it("of two sites are let in, and of a third are not", async () => {
      const [one, two, third] = passkeys;
      if (one === undefined || two === undefined || third === undefined) throw new Error("three fans have passkeys");
      expect(await sees(one)).to.include({ tone: "go", people: 1 });
      expect(await sees(two)).to.include({ tone: "go", people: 1 });
      expect(await sees(third)).to.include({ tone: "stop", word: "Passkey not known" });
    });
  });

  describe("a check of the person", () => {
    it("keeps the screen until the steward decides, and lets the right person in", async () => {
      expect(await sees(guest)).to.include({ tone: "look", word: "Check the ID", people: 1 });
      // Another code changes nothing.
      await typeAsScanner(steward.page, (await door.fan().show(await now())).text);
      await steward.page.getByText("Decide about this guest first").waitFor();
      await button("Not the person").click();
      await steward.page.locator(".light.stop").waitFor();
      await door.pass(5);
      expect(await sees(guest)).to.include({ tone: "look" });
      await button("Right person: let in").click();
      await steward.page.locator(".light.go").waitFor();
      await door.pass(HOLD + 1);
      await untilOnChain(door.venue, guest.rightId, ["Admitted"]);
    });
  });

  describe("a supervisor", () => {
    before(async () => {
      const next = button("Next guest");
      if (await next.isVisible()) await next.click();
      await steward.becomeSupervisor();
      await steward.page.keyboard.press("Escape");
    });

    it("takes back what was delivered: the guest counts as out, and one entry is owed", async () => {
      const fan = door.fan();
      expect(await sees(fan)).to.include({ tone: "go" });
      await door.pass(HOLD + 1);
      await untilOnChain(door.venue, fan.rightId, ["Admitted"]);
      await steward.page.locator(".last").getByRole("button", { name: "Undo" }).click();
      await steward.page.getByText("Undone: may come in once more").waitFor();
      await door.pass(10);
      expect(await sees(fan)).to.include({ tone: "go", reason: "back-in" });
    });

    it("lets in by hand, and the holder's proof later says so", async () => {
      const fan = door.fan();
      await steward.clear();
      await button("By hand").click();
      await steward.page.locator("dialog").getByRole("button", { name: "Ticket number" }).click();
      await steward.page.locator("dialog input").fill(String(fan.rightId & 0xffffffffn));
      await steward.page.locator("dialog .button.main").click();
      await steward.page.locator(".light.go, dialog .bad-text").first().waitFor();
      expect(await steward.page.locator("dialog .bad-text").allInnerTexts()).to.deep.equal([]);
      await door.pass(HOLD + 20);
      await untilOnChain(door.venue, fan.rightId, ["AdmittedByHand"]);
      const light = await sees(fan);
      expect(light.text).to.include("This ticket was let in by hand before.");
      await button("Let in too").click();
      await steward.page.locator(".light.go").waitFor();
      expect(await steward.light()).to.include({ tone: "go", word: "Let in", people: 1 });
      await door.pass(HOLD + 1);
      await untilOnChain(door.venue, fan.rightId, ["AdmittedByHand", "Contested"]);
    });

    it("lets out and back in, with a fresh code alone", async () => {
      const fan = door.fan();
      expect(await sees(fan)).to.include({ tone: "go" });
      await door.pass(30);
      const leaving = await fan.show(await now());
      await button("More").click();
      await steward.setMode("Let out");
      expect(await steward.sees(leaving)).to.include({ tone: "go", word: "Let out", people: 1 });
      await door.pass(25);
      await button("More").click();
      await steward.setMode("Let in");
      expect(await steward.sees(leaving)).to.include({ tone: "stop" });
      expect(await sees(fan)).to.include({ tone: "go", word: "Let back in", people: 1 });
      await untilOnChain(door.venue, fan.rightId, ["Admitted"]);
    });

    it("looks up, which changes nothing", async () => {
      const fan = door.fan();
      await door.pass(10);
      await button("More").click();
      await steward.setMode("Look up only");
      const light = await sees(fan);
      expect(light).to.include({ tone: "go", people: 1 });
      expect(light.text).to.include("Nothing was changed");
      await door.pass(10);
      await button("More").click();
      await steward.setMode("Let in");
      expect(await sees(fan)).to.include({ tone: "go", people: 1 });
    });
  });
});
