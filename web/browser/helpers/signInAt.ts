/** Staff at an office: each link of the operator's lets one person in once. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Office } from "../../../office/src/index.ts";

type Operated = Pick<Office, "operatorUrl" | "operatorToken">;
type Role = "clerk" | "manager";

/** The link that signs a person in. */
export async function inviteLink({ operatorUrl, operatorToken }: Operated, name: string, role: Role): Promise<string> {
  const answer = await fetch(`${operatorUrl}/operator/staff-invitations`, {
    method: "POST",
    headers: { authorization: `Bearer ${operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify({ name, role }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()).url;
}

/** Opens the link in a browser of its own. */
export async function signInAt(browser: Browser, link: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en", ...options })).newPage();
  await page.goto(link);
  await page.locator("header.bar").waitFor();
  return page;
}
