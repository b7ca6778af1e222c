/** A long list of orders, chosen in the page of the box office. Chain, relay and office are real. */
import { expect } from "chai";
import type { Browser, Locator, Page } from "playwright-core";
import { assertGrantedOnce, ordersCsv } from "../../office/test/helpers/killedImport.ts";
import { chooseList, stateOf } from "./helpers/atCounter.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import { type Counter, openCounter } from "./helpers/openCounter.ts";

const ROWS = 2_000;
const BAD = 50;

describe("a list of 2,000 orders in the box office, 50 of them bad", () => {
  let counter: Counter;
  let browser: Browser;
  let manager: Page;
  before(async () => {
    counter = await openCounter();
    browser = await openBrowser();
    manager = await counter.signIn(browser, "Mei", "manager");
    manager.setDefaultTimeout(120_000);
  });
  after(async () => {
    await browser?.close();
    await counter?.close();
  });

  /** Keeps each number that the progress bar of a card gets from now on. Returns a way to read them. */
  async function watchProgress(card: Locator): Promise<() => Promise<readonly number[]>> {
    await card.evaluate((card) => {
      const seen: number[] = [];
      const look = () => {
        const bar = card.querySelector("progress");
        if (bar !== null && bar.value !== seen.at(-1)) seen.push(bar.value);
      };
      new MutationObserver(look).observe(card, { subtree: true, childList: true, attributes: true });
      Object.assign(window, { progressSeen: seen });
    });
    return () => manager.evaluate(() => (window as unknown as { progressSeen: number[] }).progressSeen);
  }

  it("names each bad row by its line, shows how far it is, and grants each good row once", async () => {
    const { text, holders, badLines } = ordersCsv(ROWS, BAD, "a large night");
    const card = await chooseList(manager, "Large night.csv", text);
    await card.getByText(`${BAD} rows have a mistake and are left out`).waitFor();
    await card.getByRole("button", { name: "Left out or refused" }).click();
    await card.getByRole("row").nth(BAD).waitFor();
    const cells = await card.locator("tbody tr td:first-child").allTextContents();
    expect(cells.map(Number)).to.deep.equal(badLines);
    for (const why of await card.locator("tbody tr td:last-child").allTextContents()) {
      expect(why).to.match(/^(Order .*: )?(class|holder|quantity|order|\(row\)): .*[.]$/);
    }

    const progress = await watchProgress(card);
    await card.getByRole("button", { name: `Start with ${ROWS - BAD} good rows` }).click();
    await stateOf(card, "done");
    await card.getByText(`${ROWS - BAD} of ${ROWS - BAD} · ${ROWS - BAD} done · 0 refused`).waitFor();
    const steps = await progress();
    expect(steps).to.deep.equal(steps.toSorted((a, b) => a - b));
    expect(steps.filter((done) => done > 0 && done < ROWS - BAD)).to.not.have.length(0);
    await assertGrantedOnce(counter, holders);
  });
});
