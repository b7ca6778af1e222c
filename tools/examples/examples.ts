/** One evening with all examples together: an organizer publishes, a site sells, a gate admits. */
import assert from "node:assert/strict";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { computeAddress } from "ethers";
import { freePort } from "./chain.ts";
import { tryChanges } from "./changes.ts";
import { readEnvironment } from "./environment.ts";
import { moveToTonight, writeForNextMonth } from "./event.ts";
import { Guide } from "./guide.ts";
import { tryLanguages } from "./languages.ts";
import { copyExample } from "./packed.ts";
import type { Trial } from "./Trial.ts";
import { tryTicketSite } from "./ticketSite.ts";
import { tryWallet } from "./walletSale.ts";

export async function tryExamples(trial: Trial): Promise<void> {
  const { checks, processes, chain, folder, tarball, payer } = trial;
  // Where the READMEs look for it.
  await copyFile(tarball, join(folder, "doorkey-0.1.0.tgz"));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const instead = new Map([...chain.instead, ["http://localhost:8080", origin]]);
  const { RPC = "" } = chain.env;
  const env = { RPC, npm_config_prefer_offline: "true", npm_config_audit: "false", npm_config_fund: "false" };
  const open = async (name: string, changes: ReadonlyMap<string, string> = new Map()) => {
    const copy = await copyExample(name, folder);
    const options = { payer, folder: copy, instead: new Map([...instead, ...changes]), env };
    return { copy, readme: await Guide.open(processes, `examples/${name}/README.md`, options) };
  };

  const site = await open("ticket-site");
  const agent = await checks.that("the README of the ticket site leads to a registered agent", async () => {
    await site.readme.read({ upTo: "with-event" });
    const agent = await readDotEnv(site.copy);
    assert.match(agent.AGENT_ID ?? "", /^\d+$/);
    return agent;
  });
  const gate = await open("gate-terminal");
  const { gateKey, gateAddress } = await checks.that("the README of the gate leads to its key", async () => {
    await gate.readme.read({ upTo: "with-event" });
    const { GATE_KEY = "" } = await readDotEnv(gate.copy);
    return { gateKey: GATE_KEY, gateAddress: computeAddress(GATE_KEY) };
  });
  const desk = "--gate 0x90F79bf6EB2c4f870365E785982E1f101E93b906";
  const organizer = await open(
    "organizer-script",
    new Map([
      ["seated=50", "seated=3"],
      [desk, `${desk} --gate ${gateAddress}`],
    ]),
  );
  await checks.that("the README of the organizer's script leads to its key", () =>
    organizer.readme.read({ upTo: "with-agent" }),
  );
  await checks.that("each example says which setting is missing, where it comes from, and no stack", async () => {
    for (const [copy, args, missing] of [
      [site.copy, ["src/main.ts"], "AGENT_KEY"],
      [site.copy, ["src/register.ts", "Ticket Shop", origin], "RELAY"],
      [gate.copy, ["src/main.ts"], "GATE_KEY"],
      [organizer.copy, ["src/main.ts", "event.json"], "ORGANIZER_KEY"],
    ] as const) {
      const said = await refusalOf(processes.run("node", args, { cwd: copy, env: { RPC } }));
      assert.match(said, new RegExp(`${missing} is not set\\. \\S`));
      assert.doesNotMatch(said, /^ {4}at /m);
    }
  });
  await checks.that("a key that is not a gate of the event is refused", async () => {
    const said = await refusalOf(
      processes.run("npm", ["start", "--silent"], { cwd: gate.copy, env: { ...env, EVENT_ID: "1" } }),
    );
    assert.ok(said.includes(`${gateAddress} is not a gate of event 1.`), said);
  });

  const file = join(organizer.copy, "event.json");
  await checks.that("a document with mistakes is not published, and each mistake is listed", async () => {
    const broken = (await readFile(file, "utf8")).replace("500", "-1").replace("2030-03-17T21:00", "2031-03-17T21:00");
    await writeFile(join(organizer.copy, "broken.json"), broken);
    const refusal = await refusalOf(
      processes.run("npm", ["start", "--silent", "--", "broken.json", "--agent=1", "--sell=standing=300"], {
        cwd: organizer.copy,
        env,
      }),
    );
    assert.match(refusal, /The event document has mistakes./);
    for (const path of ["doorkey.classes.standing.supply", "doorkey.schedule.salesCloseAt"])
      assert.ok(refusal.includes(path), refusal);
  });
  const { doorsOpenAt } = await moveToTonight(file);
  const event = await checks.that("the organizer publishes the event and designates the agent", async () => {
    const event = readEnvironment(await organizer.readme.read());
    assert.match(event.EVENT_ID ?? "", /^\d+$/);
    return event;
  });

  await checks.that("the README of the ticket site leads to its built page", () =>
    site.readme.read({ upTo: "own-terminal" }),
  );

  const siteEnv = { ...env, PORT: String(port), PRICES: '{"standing": 25, "seated": 40}' };
  const evening = {
    doorsOpenAt,
    eventId: Number(event.EVENT_ID),
    agentId: Number(agent.AGENT_ID),
    gateKey,
    site: site.copy,
    gate: gate.copy,
    origin,
    siteEnv,
  };
  await tryTicketSite(trial, evening);

  const later = join(organizer.copy, "later.json");
  const next = await checks.that("the organizer publishes an event of next month, and the site sells it", async () => {
    await writeForNextMonth(file, later);
    const sell = ["--sell=standing=300", "--sell=seated=3"];
    const args = ["start", "--silent", "--", "later.json", `--agent=${evening.agentId}`, ...sell];
    const printed = readEnvironment(await processes.run("npm", args, { cwd: organizer.copy, env }));
    const data = join(folder, "later");
    await mkdir(data);
    const { EVENT_ID = "" } = printed;
    const server = await processes.stay("npm", ["start", "--silent"], /on http:/, {
      cwd: site.copy,
      env: { ...siteEnv, EVENT_ID, EVENT_DOCUMENT: later, DATA: data },
    });
    return { ...evening, eventId: Number(EVENT_ID), server };
  });
  await tryChanges(trial, next);
  await tryWallet(trial, next);
  // The words do not depend on who pays.
  if (payer === "local-payer") await tryLanguages(trial, next);
  await next.server.stop();
}

function refusalOf(work: Promise<string>): Promise<string> {
  return work.then(
    (said) => assert.fail(`it was not refused:\n${said}`),
    (error: Error) => error.message,
  );
}

async function readDotEnv(folder: string): Promise<Readonly<Record<string, string>>> {
  return readEnvironment(await readFile(join(folder, ".env"), "utf8"));
}
