import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect } from "chai";
import type { Submitted } from "doorkey/relay";
import { startPostgres, type TestPostgres } from "doorkey-test-support/postgres";
import pg from "pg";
import { type Browser, type BrowserContext, type Cookie, chromium, type Page } from "playwright-core";
import { hashOfKey } from "../src/http/auth.ts";
import { grantData, rightsRegistryOf } from "../test/helpers/show.ts";
import { expectProblem } from "../test/service/helpers/expectProblem.ts";
import { ADMIN_KEY, type RelayStage, startRelayStage } from "../test/service/helpers/relayStage.ts";

/** Where pictures of the page go, if anywhere. */
const PICTURES = process.env.DOORKEY_SCREENSHOTS;
const SIZES = [
  { name: "phone", viewport: { width: 390, height: 844 } },
  { name: "desktop", viewport: { width: 1280, height: 900 } },
] as const;

describe("the operator's page", () => {
  let postgres: TestPostgres;
  let stage: RelayStage;
  let browser: Browser;
  let axe: string;
  /** Addresses that any page asked for. */
  const asked: string[] = [];
  const complaints: string[] = [];
  let session: Cookie | undefined;

  before(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    postgres = await startPostgres();
    stage = await startRelayStage({ env: { DOORKEY_RELAY_DATABASE_URL: postgres.url } });
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu"],
    });
    const signed = await stage.request(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(stage.show));
    expect((await stage.submit<Submitted>(signed)).status).to.equal(202);
    await stage.reaches(stage.digestOf(signed), "mined");
    // Nothing mines the next one, so it stays under way.
    await stage.node.automine(false);
    const waiting = await stage.request(
      stage.show.agent.signer,
      rightsRegistryOf(stage.node),
      grantData(stage.show, 2),
    );
    await stage.submit(waiting);
    await stage.reaches(stage.digestOf(waiting), "assigned");
    await rows(
      `insert into requests (digest, kind, state, from_address, nonce, to_address, selector, gas, deadline, payload,
         sponsor, priority, troubles, trouble, hold_until, event_ids)
       select '0x' || repeat('ab', 32), kind, 'queued', from_address, 4000, to_address, selector, gas, deadline, payload,
         sponsor, priority, 7, 'missing trie node 0x12', clock_timestamp() + interval '10 minutes', '{4242}'
       from requests limit 1`,
    );
  });
  after(async () => {
    await browser?.close();
    await stage?.close();
    await postgres?.remove();
  });

  async function rows(text: string): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client(postgres.url);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  async function open(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`${stage.relay.url}/admin`);
    return page;
  }

  async function login(page: Page, key = ADMIN_KEY): Promise<void> {
    await page.getByLabel("Admin key").fill(key);
    await page.getByRole("button", { name: "Open" }).click();
  }

  /** The page with a session. One session serves several tests, because a network may log in only ten times a minute. */
  async function loggedIn(context: BrowserContext, page?: Page): Promise<Page> {
    const opened = page ?? (await open(context));
    if (session === undefined) await login(opened);
    else {
      await context.addCookies([session]);
      await opened.reload();
    }
    await opened.getByRole("heading", { name: "Signers" }).waitFor();
    [session] = await context.cookies();
    return opened;
  }

  /** What axe finds against the rules of WCAG and its own advice. */
  async function violationsOf(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    return page.evaluate(async () => {
      const { violations } = await (
        window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
      ).axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (PICTURES === undefined) return;
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  }

  for (const { name, viewport } of SIZES) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`is readable on a ${name} in ${colorScheme} colours, without faults that axe finds`, async () => {
        const context = await browser.newContext({ viewport, colorScheme });
        const page = await open(context);
        await page.getByLabel("Admin key").waitFor();
        expect(await violationsOf(page)).to.deep.equal([]);
        await picture(page, `login-${name}-${colorScheme}`);
        await loggedIn(context, page);
        await page.getByText("missing trie node").waitFor();
        await page.getByRole("button", { name: "Find" }).click();
        await page.getByText("3 found").waitFor();
        await page.getByText("login").first().waitFor();
        expect(await violationsOf(page)).to.deep.equal([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).to.be.at.most(0);
        await picture(page, `page-${name}-${colorScheme}`);
        await page.getByRole("button", { name: "Pause all" }).click();
        expect(await violationsOf(page)).to.deep.equal([]);
        await picture(page, `dialog-${name}-${colorScheme}`);
        await context.close();
      });
    }
  }

  it("shows signers, sponsors, transactions with their attempts, quarantine and faults", async () => {
    const context = await browser.newContext();
    const page = await loggedIn(context);
    await page.getByText("missing trie node").waitFor();
    const text = await page.locator("main").innerText();
    expect(text).to.contain(stage.signer.address).and.contain("zepp").and.contain("other");
    const [{ hash, nonce } = {}] = await rows(
      "select hash, nonce from attempts a join transactions t on t.id = a.tx_id where t.state = 'sent'",
    );
    const row = page.locator("section", { hasText: "Transactions under way" }).locator("tbody tr", {
      has: page.locator(`code[title="${hash}"]`),
    });
    expect(await row.locator("td").first().innerText()).to.equal(String(nonce));
    expect(await row.innerText())
      .to.match(/sent/)
      .and.match(/[\d.]+ \/ [\d.]+, \d+ s ago/);
    expect(await page.locator("meter").count()).to.equal(4);
    await context.close();
  });

  it("refuses a wrong key, and keeps nothing that a script could read", async () => {
    const context = await browser.newContext();
    const page = await open(context);
    await login(page, "dk_admin_wrong-key-of-nobody");
    await page.getByText("This is not the admin key of this relay.").waitFor();
    await login(page);
    await page.getByRole("heading", { name: "Signers" }).waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).to.include({ name: "doorkey_admin", httpOnly: true, sameSite: "Strict", path: "/" });
    expect((cookie?.expires ?? 0) - Date.now() / 1_000).to.be.within(470 * 60, 481 * 60);
    const kept = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
    expect(kept).to.deep.equal(["", 0, 0]);
    const [stored] = await rows("select * from admin_sessions order by created_at desc limit 1");
    expect(JSON.stringify(stored))
      .not.to.contain(cookie?.value ?? "")
      .and.not.contain(ADMIN_KEY);
    await context.close();
  });

  it("pauses and resumes a sponsor after a question, and the audit log has both", async () => {
    const context = await browser.newContext();
    const page = await loggedIn(context);
    const prepare = () => stage.prepare(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(stage.show));
    await page.getByRole("button", { name: "Pause sponsor zepp" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Back" }).click();
    expect((await prepare()).status).to.equal(200);
    await page.getByRole("button", { name: "Pause sponsor zepp" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused: sponsor:zepp").waitFor();
    expectProblem(await prepare(), "SPONSOR_PAUSED");
    await page.getByRole("button", { name: "Resume sponsor zepp" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Pause sponsor zepp" }).waitFor();
    expect((await prepare()).status).to.equal(200);
    const acts = await rows("select act, target, actor from audit_log where target = 'sponsor:zepp' order by id");
    expect(acts.map(({ act }) => act)).to.deep.equal(["pause", "resume"]);
    expect(acts[0]?.actor).to.match(/^session [0-9a-f]{8}$/);
    await page.locator("section", { hasText: "What operators did" }).getByText("sponsor:zepp").first().waitFor();
    await context.close();
  });

  it("finds requests by sender, event and state", async () => {
    const context = await browser.newContext();
    const page = await loggedIn(context);
    const find = async (fields: Record<string, string>) => {
      for (const name of ["Digest", "Sender", "Event", "Sponsor"])
        await page.getByLabel(name, { exact: true }).fill("");
      await page.getByLabel("State").selectOption(fields.State ?? "");
      for (const [name, value] of Object.entries(fields)) {
        if (name !== "State") await page.getByLabel(name, { exact: true }).fill(value);
      }
      const answer = page.waitForResponse((response) => response.url().includes("/v1/admin/requests"));
      await page.getByRole("button", { name: "Find" }).click();
      const { requests } = (await (await answer).json()) as { requests: unknown[] };
      await page.getByText(`${requests.length} found`).waitFor();
      return requests.length;
    };
    expect(await find({ Sender: stage.show.agent.signer.address })).to.equal(3);
    expect(await find({ Event: String(stage.show.eventId) })).to.equal(2);
    expect(await find({ Event: "4242" })).to.equal(1);
    expect(await find({ State: "queued" })).to.equal(1);
    expect(await find({ Sponsor: "other" })).to.equal(0);
    await context.close();
  });

  it("lets no other site act with a session, and a session do no more than read, pause and resume", async () => {
    const context = await browser.newContext();
    session = undefined; // because this test ends it
    const page = await loggedIn(context);
    session = undefined;
    const [cookie] = await context.cookies();
    const headers = { cookie: `doorkey_admin=${cookie?.value}` };
    const { csrf } = (await stage.call<{ csrf: string }>("GET", "/admin/session", { headers })).body;
    const pause = (more: Record<string, string>) =>
      stage.call("POST", "/v1/admin/sponsors/zepp/resume", { headers: { ...headers, ...more } });
    expectProblem(await pause({}), "SESSION_FOREIGN");
    expectProblem(await pause({ "doorkey-csrf": `${csrf.slice(0, -1)}_` }), "SESSION_FOREIGN");
    expectProblem(await pause({ "doorkey-csrf": csrf, origin: "https://elsewhere.example" }), "SESSION_FOREIGN");
    expectProblem(await pause({ "doorkey-csrf": csrf, origin: "null" }), "SESSION_FOREIGN");
    expect((await pause({ "doorkey-csrf": csrf, origin: stage.relay.url })).status).to.equal(200);
    for (const path of ["/v1/admin/drain", "/v1/admin/open"]) {
      expectProblem(await stage.call("POST", path, { headers: { ...headers, "doorkey-csrf": csrf } }), "KEY_WRONG");
    }
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByLabel("Admin key").waitFor();
    expectProblem(await stage.call("GET", "/v1/admin/overview", { headers }), "SESSION_OVER");
    await context.close();
  });

  it("runs under a policy that allows only its own files", async () => {
    const answer = await fetch(`${stage.relay.url}/admin/`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy)
      .to.contain("default-src 'none'")
      .and.not.contain("unsafe")
      .and.not.match(/https?:/);
    expect(answer.headers.get("x-frame-options")).to.equal("DENY");
    const html = await answer.text();
    expect(html).not.to.match(/<style|style=|onclick=|<script(?![^>]*src=)/);
    const context = await browser.newContext();
    const page = await loggedIn(context);
    const before_ = complaints.length;
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.injected = true";
      document.head.append(script);
    });
    expect(await page.evaluate(() => "injected" in window)).to.equal(false);
    expect(complaints.splice(before_).join()).to.match(/Content Security Policy/);
    await context.close();
  });

  it("ends a session when its time is over, and when the admin's key changes", async () => {
    const context = await browser.newContext();
    const page = await loggedIn(context);
    await rows("update admin_sessions set expires_at = clock_timestamp() - interval '1 second'");
    await page.getByText("The session has ended.").waitFor();
    await login(page);
    await page.getByRole("heading", { name: "Signers" }).waitFor();
    const next = "dk_admin_the-next-key-of-the-operator";
    await stage.reconfigure((text) => text.replace(hashOfKey(ADMIN_KEY), hashOfKey(next)));
    await page.getByText("The session has ended.").waitFor();
    await stage.reconfigure((text) => text.replace(hashOfKey(next), hashOfKey(ADMIN_KEY)));
    await context.close();
  });

  it("lets a network try ten keys a minute, and no more", async () => {
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => stage.call("POST", "/admin/session", { body: { key: "dk_admin_a-guess" } })),
    );
    expect(tries.some(({ status }) => status === 429)).to.equal(true);
    expectProblem(await stage.call("POST", "/admin/session", { body: { key: ADMIN_KEY } }), "RATE_LIMITED");
  });

  it("never asked another host, and never complained", () => {
    const hosts = new Set(asked.filter((url) => !url.startsWith("data:")).map((url) => new URL(url).origin));
    expect([...hosts]).to.deep.equal([stage.relay.url]);
    const unexpected = complaints.filter((text) => !/status of (401|429)/.test(text));
    expect(unexpected).to.deep.equal([]);
  });
});
