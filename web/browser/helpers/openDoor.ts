/** A venue with a browser, a camera and a page of fans, for one test file. */
import { join } from "node:path";
import { until } from "../../../relay/test/helpers/processes.ts";
import { startSite } from "../../../sdk/browser/site.ts";
import { Fan, fanPage } from "./Fan.ts";
import { Film } from "./Film.ts";
import { openBrowser } from "./openBrowser.ts";
import { type Hub, openVenue } from "./openVenue.ts";
import { Steward } from "./Steward.ts";

export type Door = Awaited<ReturnType<typeof openDoor>>;

/**
 * @param options.fans How many have bought. Each has a key of its own.
 * @param options.flags Of the browser, and `home` where it looks for certificate authorities.
 */
export async function openDoor({ fans: count, ...options }: { readonly fans: number } & openBrowser.Options) {
  const [venue, site] = await Promise.all([openVenue(), startSite()]);
  const film = new Film(join(venue.folder, "film.y4m"));
  const browser = await openBrowser(film.file, options);
  const page = await fanPage(await (await browser.newContext()).newPage(), site);
  const fans: Fan[] = [];
  const stewards: Steward[] = [];
  for (let i = 0; i < count; i++) fans.push(await Fan.buy(page, venue));
  return {
    venue,
    site,
    film,
    browser,
    page,
    /** A fan who has not come so far. */
    fan: (): Fan => {
      const next = fans.pop();
      if (next === undefined) throw new Error("all fans are in: let more of them buy");
      return next;
    },
    /** A steward who joins a hub. */
    join: async (hub: Hub, lane = 1): Promise<Steward> => {
      const steward = await Steward.join(browser, venue, hub, film, lane);
      stewards.push(steward);
      return steward;
    },
    /** Lets so many seconds of the night pass: for the hub, and for each gate that is open. */
    pass: async (seconds: number) => {
      const open = stewards.filter(({ page }) => !page.isClosed());
      film.clear();
      await Promise.all(open.map((steward) => steward.seesWall()));
      await venue.pass(seconds);
      await Promise.all(open.map(({ page }) => page.clock.fastForward(1_000 * seconds)));
      // A beat that was on its way tells the time of before.
      if (!venue.isHubRunning()) return;
      for (const steward of open) {
        await until("gate and hub have one time", async () => Math.abs(Number(await steward.kept("clockAhead"))) < 3);
        // A jump of the page's clock looks like missed beats, so the gate is alone until the next beat.
        await steward.page.locator(".state.hub").first().waitFor();
      }
    },
    close: async () => {
      for (const steward of stewards.filter(({ page }) => !page.isClosed())) await steward.close();
      await browser.close();
      await site.close();
      await venue.close();
    },
  };
}
