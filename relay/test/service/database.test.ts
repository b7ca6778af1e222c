import { expect } from "chai";
import type { WireSignedRequest } from "doorkey/relay";
import { startPostgres, type TestPostgres } from "doorkey-test-support/postgres";
import { until } from "../helpers/processes.ts";
import { grantData, rightsRegistryOf } from "../helpers/show.ts";
import { storageKinds } from "../helpers/storages.ts";
import { expectProblem } from "./helpers/expectProblem.ts";
import { API_KEY, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

const hasPostgres = storageKinds.includes("postgres");

// Some machines of developers have no PostgreSQL. CI installs it.
(hasPostgres ? describe : describe.skip)("the service on PostgreSQL (postgres)", () => {
  let postgres: TestPostgres;
  let stage: RelayStage;
  before(async () => {
    postgres = await startPostgres();
    stage = await startRelayStage({ env: { DOORKEY_RELAY_DATABASE_URL: postgres.url } });
  });
  after(async () => {
    await postgres.start().catch(() => {});
    await stage.close();
    await postgres.remove();
  });

  const grant = () => stage.request(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(stage.show));

  it("F20 accepts 50 parallel posts of one body as one request", async () => {
    const signed = await grant();
    const answers = await Promise.all(Array.from({ length: 50 }, () => stage.submit(signed)));
    expect(answers.filter(({ status }) => status !== 202)).to.deep.equal([]);
    expect((await stage.reaches(stage.digestOf(signed), "mined")).outcome).to.equal("success");
  });

  it("F19 answers 503 and when to retry while the database is away, and continues afterwards", async () => {
    const signed: WireSignedRequest = await grant();
    await postgres.stop();
    for (let i = 0; i < 3; i++) {
      const answer = await stage.submit(signed);
      expectProblem(answer, "STORE_UNREACHABLE");
      expect(answer.headers.get("retry-after")).to.equal("5");
      expectProblem(await stage.call("GET", `/v1/requests/${stage.digestOf(signed)}`), "STORE_UNREACHABLE");
      expectProblem(await stage.call("GET", "/v1/sponsors/zepp/usage", { key: API_KEY }), "STORE_UNREACHABLE");
    }
    await until("it is not ready", async () => (await stage.call("GET", "/readyz")).status === 503);
    expect((await stage.call("GET", "/livez")).status).to.equal(200);

    await postgres.start();
    await until("it is ready", async () => (await stage.call("GET", "/readyz")).status === 200);
    expect((await stage.submit(signed)).status).to.equal(202);
    expect((await stage.reaches(stage.digestOf(signed), "mined")).outcome).to.equal("success");
    expect(stage.log.join("")).not.to.contain("unforeseen error");
  });
});
