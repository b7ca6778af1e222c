/** What a buyer changes after the sale: a part of the party comes first, some places go back, the phone is replaced. */
import assert from "node:assert/strict";
import { connect, readEvent } from "doorkey";
import { readRight } from "doorkey/agent";
import type { Pass } from "doorkey/buyer";
import { parseCode } from "doorkey/code";
import type { Page } from "playwright-core";
import { openPhone } from "./browser.ts";
import { buy, codeOnScreen, passOf, waitForCode } from "./buyer.ts";
import type { Evening } from "./Evening.ts";
import { assertLooks } from "./screenshots.ts";
import type { Trial } from "./Trial.ts";

/** Before doors open. */
export async function tryChanges({ checks, folder, chain }: Trial, { origin, eventId }: Evening): Promise<void> {
  const connection = await connect({ rpc: chain.env.RPC ?? "" });
  const rightsOf = ({ rightId, count }: Pass) =>
    Promise.all(
      Array.from({ length: count }, (_, i) => readRight(connection, { rightId: BigInt(rightId) + BigInt(i) })),
    );
  const old = await openPhone(folder, "old phone");
  const page = await buy(old, origin, "standing", 4);
  await waitForCode(page);
  const { pass } = await passOf(page);

  await checks.that("a code for two of four people names two rights", async () => {
    await page.getByLabel("Who is here?").selectOption("Only 2 of us are here");
    await assertEnters(page, { rightId: BigInt(pass.rightId), count: 2 });
    await page.getByLabel("Who is here?").selectOption("Persons 3 to 4");
    await assertEnters(page, { rightId: BigInt(pass.rightId) + 2n, count: 2 });
    await assertLooks(page, "party", folder);
  });
  await checks.that("one of four places is given back, and the others keep working", async () => {
    const freed = async () => (await readEvent(connection, { eventId })).classes[0]?.freed ?? 0;
    const before = await freed();
    await page.getByText("Change something").click();
    await assertLooks(page, "changes", folder);
    await page.getByRole("button", { name: "Give the ticket back" }).click();
    await page.getByLabel("How many people?").selectOption("1 person");
    await assertLooks(page, "give-back", folder);
    await page.getByRole("button", { name: "Yes, give it back" }).click();
    await page.getByText("3 people", { exact: true }).waitFor();
    await waitForCode(page);
    assert.equal((await freed()) - before, 1);
    assert.deepEqual(
      (await rightsOf(pass)).map(({ status }) => status),
      ["granted", "granted", "granted", "void"],
    );
  });
  await checks.that("a yes moves no ticket to a phone that asked after the numbers were compared", async () => {
    const wishes = page.url().replace("/tickets/", "/orders/").concat("/wish");
    const ask = async (digit: string): Promise<string> => {
      const answer = await page.request.post(wishes, { data: { holder: `0x${digit.repeat(40)}` } });
      return (await answer.json()).number;
    };
    const first = await ask("1");
    await page.reload();
    await page.getByText(first).waitFor();
    const second = await ask("2");
    await page.getByRole("button", { name: "Yes, move it there" }).click();
    await page.getByText(second).waitFor();
    assert.deepEqual(
      (await rightsOf(pass)).map(({ status }) => status),
      ["granted", "granted", "granted", "void"],
    );
    await page.getByRole("button", { name: "No, keep it here" }).click();
    await waitForCode(page);
  });
  await checks.that("a ticket moves to a new phone when both show the same number", async () => {
    const young = await openPhone(folder, "new phone");
    const there = await young.newPage();
    await page.getByText("Change something").click();
    await page.getByRole("button", { name: "Move it to another phone" }).click();
    await page.getByRole("heading", { name: "Move your ticket to another phone" }).waitFor();
    await assertLooks(page, "move", folder);
    await there.goto((await codeOnScreen(page)).code);
    await there.getByRole("heading", { name: "Your ticket is on another phone" }).waitFor();
    await assertLooks(there, "elsewhere", folder);
    await there.getByRole("button", { name: "Move it to this phone" }).click();
    const shown = await numberOn(there);
    await assertLooks(there, "waiting", folder);
    assert.equal(await numberOn(page), shown);
    await assertLooks(page, "asked", folder);
    await page.getByRole("button", { name: "Yes, move it there" }).click();
    await page.getByRole("heading", { name: "Your ticket is on the other phone" }).waitFor();
    await waitForCode(there);
    const moved = await passOf(there);
    assert.notEqual(moved.pass.holder, pass.holder);
    assert.deepEqual(
      (await rightsOf(moved.pass)).map(({ holder, status }) => [holder, status]),
      Array.from({ length: 3 }, () => [moved.pass.holder, "rebound"]),
    );
    await assertLooks(page, "moved", folder);
    await young.close();
  });
  await old.close();
}

async function assertEnters(page: Page, { rightId, count }: { readonly rightId: bigint; readonly count: number }) {
  await page.waitForFunction(() => document.querySelector("#code svg") !== null);
  const code = parseCode((await codeOnScreen(page)).code);
  assert.deepEqual("serial" in code && [code.serial, code.count], [Number(BigInt.asUintN(32, rightId)), count]);
}

/** The number that a phone asks its owner to compare. */
async function numberOn(page: Page): Promise<string> {
  const number = page.locator(".number");
  await number.waitFor();
  return number.innerText();
}
