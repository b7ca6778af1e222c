/** Tries the examples as their users get them: with the packed SDK, in folders of their own, on a local chain. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildStalePackages } from "../support/packages.ts";
import { bad } from "../support/shell.ts";
import { tryAnyLanguage } from "./anyLanguage.ts";
import { Checks } from "./Checks.ts";
import { startChain } from "./chain.ts";
import { tryDev } from "./dev.ts";
import { tryDraw } from "./draw/tryDraw.ts";
import { tryExamples } from "./examples.ts";
import { PAYERS } from "./guide.ts";
import { tryFirstEvent, tryTenMinutes } from "./guides.ts";
import { tryHooks, tryWhoMayBuy } from "./hooks.ts";
import { Processes } from "./Processes.ts";
import { packWorkspace } from "./packed.ts";
import type { Trial } from "./Trial.ts";

const HELP = `Packs the SDK, follows the README of each example, and runs them on a local chain and in Chromium; then
follows the guides in docs/. All of it twice: with the payer of the local chain, and with a relay. Tries npm run dev.

  npm run examples
  npm run examples -- ten-minutes --keep

  dev, examples, draw, ten-minutes, first-event, any-language, hooks, who-may-buy
                    run only these; defaults to all

  --packed <file>   use a package that is already packed
  --keep            keep the folder with the copies and pictures, and print its path
  --help            show this text

Chromium is /usr/bin/chromium, or the path in CHROMIUM.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    packed: { type: "string" },
    keep: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}

const processes = new Processes();
const checks = new Checks();
const folder = await mkdtemp(join(tmpdir(), "doorkey-examples-"));
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    console.log(`\n${bad("✗")} stopped`);
    checks.stop();
    end(code);
  });
}

try {
  await checks.story(async () => {
    await checks.that("the command line is built", buildStalePackages);
    const tarball = await checks.that("the SDK is packed", async () =>
      values.packed === undefined ? packWorkspace(processes, "doorkey", folder) : resolve(values.packed),
    );
    const isWanted = (name: string) => positionals.length === 0 || positionals.includes(name);
    if (isWanted("dev")) await checks.story(() => tryDev({ checks, processes }));
    const payers = ["examples", "ten-minutes", "first-event"].some(isWanted) ? PAYERS : [];
    for (const payer of payers) {
      console.log(`\nWith the ${payer === "relay" ? "relay of npm run dev" : "payer of the local chain"}:`);
      const own = join(folder, payer);
      await mkdir(own);
      const trial = { checks, processes, folder: own, tarball, payer };
      if (isWanted("examples")) await checks.story(() => tryEvening(trial));
      if (isWanted("ten-minutes")) await checks.story(() => tryTenMinutes(trial));
      if (isWanted("first-event")) await checks.story(() => tryFirstEvent(trial));
    }
    const own = { checks, processes, folder, tarball };
    if (isWanted("any-language")) await checks.story(() => tryAnyLanguage(own));
    if (isWanted("draw")) await checks.story(() => tryDraw(own));
    if (isWanted("hooks")) await checks.story(() => tryHooks(own));
    if (isWanted("who-may-buy")) await checks.story(() => tryWhoMayBuy(own));
  });
} catch (error) {
  console.error(error);
  await end(1);
}
await end(checks.end());

async function tryEvening(trial: Omit<Trial, "chain">): Promise<void> {
  const chain = await checks.that("a local chain has the suite", () => startChain(processes, trial.payer));
  await tryExamples({ ...trial, chain });
  await chain.stop();
}

async function end(code: number): Promise<never> {
  processes.killAll();
  if (values.keep) console.log(`kept in ${folder}`);
  else await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}
