import type { Page } from "playwright-core";

/**
 * Holds back the answer to the first request for this address. The function returned lets it through, and gives its
 * whole address once the page has it.
 */
export async function holdAnswer(page: Page, url: RegExp): Promise<() => Promise<string>> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(
    url,
    async (route) => {
      const response = await route.fetch();
      await held;
      await route.fulfill({ response });
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
