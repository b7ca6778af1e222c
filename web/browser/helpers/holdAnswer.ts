import type { Page } from "playwright-core";

/** Keeps the first answer at this address back. Returns how it comes; then the page has it, and its whole address follows. */
export async function holdAnswer(page: Page, url: RegExp): Promise<() => Promise<string>> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(
    url,
    async (route) => {
      await held;
      await route.continue();
    },
    { times: 1 },
  );
  return async () => {
    const came = page.waitForResponse(url);
    release();
    const response = await came;
    await response.finished();
    return response.url();
  };
}
