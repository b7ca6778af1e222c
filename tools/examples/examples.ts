/** One evening with all examples together: an organizer publishes, a site sells, a gate admits. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type DevKey, type DevRole, devKeys } from "../../cli/src/terminal/devKeys.ts";
import { freePort } from "./chain.ts";
import { readEnvironment } from "./environment.ts";
import { moveToTonight } from "./event.ts";
import { installExample } from "./packed.ts";
import type { Trial } from "./Trial.ts";
import { tryTicketSite } from "./ticketSite.ts";

export async function tryExamples(trial: Trial): Promise<void> {
  const { checks, processes, chain } = trial;
  const install = (name: string) =>
    checks.that(`${name} installs the package`, () => installExample(processes, name, trial));
  const roles = { organizer: roleOf("organizer"), gate: roleOf("gate") };
  const organizer = await install("organizer-script");
  const site = await install("ticket-site");
  const gate = await install("gate-terminal");
  const npm = (cwd: string, args: readonly string[], env = {}) =>
    processes.run("npm", args, { cwd, env: { ...chain.env, ...env } });

  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const agent = await checks.that("the site registers as an agent", async () => {
    const printed = await npm(site, ["run", "--silent", "register", "--", "Ticket Shop", origin]);
    const agent = readEnvironment(printed);
    assert.match(agent.AGENT_ID ?? "", /^\d+$/);
    return agent;
  });
  const { gateKey, gateAddress } = await checks.that("the gate makes its key", async () => {
    const printed = await npm(gate, ["run", "--silent", "key"]);
    const [gateAddress = ""] = /0x[0-9a-fA-F]{40}\b/.exec(printed) ?? [];
    return { gateKey: readEnvironment(printed).GATE_KEY ?? "", gateAddress };
  });

  const file = join(organizer, "event.json");
  const publish = (name: string) => {
    const gates = [gateAddress, roles.gate.address].map((address) => `--gate=${address}`);
    const args = [name, `--agent=${agent.AGENT_ID}`, "--sell=standing=300", "--sell=seated=3", ...gates];
    return npm(organizer, ["start", "--silent", "--", ...args], { ORGANIZER_KEY: roles.organizer.privateKey });
  };
  await checks.that("a document with mistakes is not published, and each mistake is listed", async () => {
    const broken = (await readFile(file, "utf8")).replace("500", "-1").replace("2030-03-17T21:00", "2031-03-17T21:00");
    await writeFile(join(organizer, "broken.json"), broken);
    const refusal = await publish("broken.json").then(
      () => assert.fail("it was published"),
      (error: Error) => error.message,
    );
    assert.match(refusal, /The event document has mistakes./);
    for (const path of ["doorkey.classes.standing.supply", "doorkey.schedule.salesCloseAt"])
      assert.ok(refusal.includes(path), refusal);
  });
  const { doorsOpenAt } = await moveToTonight(file);
  const event = await checks.that("the organizer publishes the event and designates the agent", async () => {
    const event = readEnvironment(await publish("event.json"));
    assert.match(event.EVENT_ID ?? "", /^\d+$/);
    return event;
  });

  await tryTicketSite(trial, {
    doorsOpenAt,
    eventId: Number(event.EVENT_ID),
    agentId: Number(agent.AGENT_ID),
    gateKey,
    site,
    gate,
    origin,
    siteEnv: {
      PORT: String(port),
      ...chain.env,
      ...agent,
      ...event,
      EVENT_DOCUMENT: file,
      PRICES: '{"standing": 25, "seated": 40}',
    },
  });
}

function roleOf(role: DevRole): DevKey {
  return devKeys.find((key) => key.role === role) as DevKey;
}
