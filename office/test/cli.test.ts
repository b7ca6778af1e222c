import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { setTeamRole } from "doorkey/organizer";
import type { Finding, Output } from "doorkey-server";
import { run } from "../src/cli/run.ts";
import { call } from "./helpers/Clerk.ts";
import { OfficeProgram } from "./helpers/OfficeProgram.ts";
import { OFFICE_ENV, officeFolder } from "./helpers/officeFolder.ts";
import { type OfficeStage, startOfficeStage } from "./helpers/officeStage.ts";

type Ran = { readonly code: number; readonly said: string; readonly errors: string; readonly json: unknown };

async function office(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const said: string[] = [];
  const errors: string[] = [];
  let json: unknown;
  const output: Output = {
    isTerminal: false,
    line: (text = "") => void said.push(text),
    error: (text) => void errors.push(text),
    json: (value) => {
      json = value;
    },
  };
  const code = await run(args, output, env);
  return { code, said: said.join("\n"), errors: errors.join("\n"), json };
}

describe("doorkey-office", () => {
  let stage: OfficeStage;
  let folder: string;

  before(async () => {
    stage = await startOfficeStage();
    folder = await mkdtemp(join(tmpdir(), "doorkey-office-cli-"));
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await stage.close();
  });

  const init = (change: readonly string[] = []) => [
    ...["init", "--agent", String(stage.show.agentId), "--event", String(stage.show.eventId), "--dir", folder],
    ...["--url", "https://tickets.example/door", "--rpc", stage.node.url, "--relay", stage.relayUrl],
    ...["--relay-key-from", "RELAY_KEY", "--json", ...change],
  ];

  it("writes a configuration and an encrypted key, once", async () => {
    expect((await office(init())).errors).to.match(/Set DOORKEY_OFFICE_PASSWORD_FILE or DOORKEY_OFFICE_PASSWORD/);
    const { code, json, errors } = await office(init(), OFFICE_ENV);
    expect(code, errors).to.equal(0);
    const made = json as { file: string; agent: `0x${string}`; shop: { id: string; key: string } };
    expect(made.shop.key).to.match(/^dk_web_[\w-]{43}$/);
    expect(await readFile(made.file, "utf8")).not.to.include(made.shop.key);
    expect((await stat(join(folder, "keys", "agent.json"))).mode & 0o777).to.equal(0o600);
    const again = await office(init(), OFFICE_ENV);
    expect(again.code).to.equal(1);
    expect(again.errors).to.match(/exists already. Nothing was changed/);
    const config = ["--config", made.file, "--json"];
    const before = await office(["doctor", ...config], OFFICE_ENV);
    expect(before.code).to.equal(1);
    expect((before.json as Finding[]).find(({ about }) => about === "key")?.sentence).to.match(/is no member of agent/);
    await setTeamRole(stage.show.agent, { team: { agentId: stage.show.agentId }, account: made.agent, role: "member" });
    const after = (await office(["doctor", ...config], OFFICE_ENV)).json as Finding[];
    expect(after.find(({ about }) => about === "key")?.state).to.equal("good");
    // Nobody serves the document of this show.
    expect(after.filter(({ state }) => state === "bad").map(({ about }) => about)).to.deep.equal([
      `event ${stage.show.eventId}`,
    ]);
  });

  it("refuses wrong options before it writes anything", async () => {
    const wrong = await office([...init(), "--dir", join(folder, "other"), "--agent", "x"], OFFICE_ENV);
    expect({ code: wrong.code, said: wrong.errors.includes("--agent must be a whole number") }).to.deep.equal({
      ...{ code: 2, said: true },
    });
    expect((await office(["start", "--config", join(folder, "none.yaml")])).code).to.equal(2);
    expect((await office(["sell"])).code).to.equal(2);
  });

  it("starts, signs staff in by a link, and ends in order", async () => {
    const place = await officeFolder(stage);
    const file = join(place, "office.yaml");
    const silent = await office(["invite-staff", "--config", file, "--name", "Aya"], OFFICE_ENV);
    expect({ code: silent.code, said: /does not run on this machine/.test(silent.errors) }).to.deep.equal({
      ...{ code: 3, said: true },
    });
    const program = await OfficeProgram.start(place, OFFICE_ENV);
    const asked = ["invite-staff", "--config", file, "--name", "Aya", "--role", "manager", "--json"];
    const { json, errors } = await office(asked, OFFICE_ENV);
    const { url } = json as { url: string };
    expect(url, errors).to.match(/^http:\/\/127\.0\.0\.1:\d+\/#invite=[\w-]{24}$/);
    const token = url.split("#invite=")[1];
    const session = await call(program.url, "POST", "/api/session", { token });
    expect(session.body.staff).to.include({ name: "Aya", role: "manager" });
    const boss = await office(["invite-staff", "--config", file, "--name", "Aya", "--role", "boss"], OFFICE_ENV);
    expect({ code: boss.code, errors: boss.errors.includes("--role must be clerk or manager") }).to.deep.equal({
      ...{ code: 2, errors: true },
    });
    const second = await office(["start", "--config", file], OFFICE_ENV);
    expect({ code: second.code, said: second.errors.includes("Another process") }).to.deep.equal({
      code: 2,
      said: true,
    });
    expect(await program.stop()).to.equal(0);
  });
});
