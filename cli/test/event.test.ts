import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { AbiCoder } from "ethers";
import { openSale, type Sale } from "./helpers/openSale.ts";

const SECRETS = ["AB123456", "L01X00T47", "ZZ999999", "QQ1", "QQ2"];
const PASSWORD = { DOORKEY_PASSWORD: "correct horse battery", DOORKEY_EVENT_KEY_PASSWORD: "another long secret" };
const EVIDENCE = ["bytes32", "uint64", "uint64", "bytes"];
const PEOPLE = `order,class,holder,quantity,seats,documents
B-1,standing,0x00000000000000000000000000000000000000b1,2,,passport:JPN:AB123456 idcard:DEU:L01X00T47
B-2,standing,0x00000000000000000000000000000000000000b2,1,,passport:JPN:ab-123456
B-3,standing,0x00000000000000000000000000000000000000b3,1,,
`;
const WRONG_PEOPLE = `order,class,holder,quantity,seats,documents
B-1,standing,0x00000000000000000000000000000000000000b1,1,,passport:JP:ZZ999999
B-2,standing,0x00000000000000000000000000000000000000b2,3,,passport:JPN:QQ1 passport:JPN:QQ1 passport:JPN:QQ1
B-3,standing,0x00000000000000000000000000000000000000b3,2,,passport:JPN:QQ2
`;
const ATTEST = ["--event", "1", "--agent", "1", "--event-key", "event-key.json", "--as", "attester"];

describe("an event by commands", function () {
  this.timeout(60_000);
  let sale: Sale;
  const env = PASSWORD;
  before(async () => {
    sale = await openSale();
    const write = (name: string, text: string) => writeFile(join(sale.directory, name), text);
    await write("people.csv", PEOPLE);
    await write("wrong.csv", WRONG_PEOPLE);
    const password = { DOORKEY_PASSWORD: PASSWORD.DOORKEY_EVENT_KEY_PASSWORD };
    await sale.run("key", ["new", "event-key.json"], { env: password });
  });
  after(() => sale?.close());

  it("gets no evidence before the organizer trusts the attester", async () => {
    const { code, stderr } = await sale.run("attest", ["people.csv", ...ATTEST], { env });
    expect(code).to.equal(1);
    const command = "npx doorkey attesters set 0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc --event 1 --as organizer";
    expect(stderr).to.contain(command);
    const done = await sale.run("attesters", command.split(" ").slice(3));
    expect(done.code, done.stderr).to.equal(0);
  });

  it("lists every mistake in a table of people, and repeats no document", async () => {
    const { code, stdout, stderr } = await sale.run("attest", ["wrong.csv", ...ATTEST, "--debug"], { env });
    expect(code).to.equal(2);
    expect(stderr.split("\n").slice(0, 3)).to.deep.equal([
      "wrong.csv, row 2, documents: document 1: its country must be three letters.",
      "wrong.csv, row 3, documents: one of these persons would hold 3 rights; the event allows 2.",
      "wrong.csv, row 4, documents: names 1 document for a party of 2; name one for each person, or none.",
    ]);
    for (const secret of SECRETS) expect(stdout + stderr).not.to.contain(secret);
  });

  it("writes tags and evidence that the chain accepts, and no document", async () => {
    const { code, stdout, stderr } = await sale.run("attest", ["people.csv", ...ATTEST], { env });
    expect(code, stderr).to.equal(0);
    const table = await readFile(join(sale.directory, "people.grants.csv"), "utf8");
    for (const secret of [...SECRETS, ...Object.values(PASSWORD)]) {
      expect(stdout + stderr + table).not.to.match(new RegExp(secret, "i"));
    }
    const evidences = table.match(/0x[0-9a-f]{300,}/g) ?? [];
    expect(evidences).to.have.length(3);
    for (const evidence of evidences) {
      const [, issuedAt, expiresAt] = AbiCoder.defaultAbiCoder().decode(EVIDENCE, evidence);
      expect(expiresAt - issuedAt).to.equal(12n * 3_600n);
    }
    const granted = await sale.run("grant", [
      "people.grants.csv",
      "--event",
      "1",
      "--agent",
      "1",
      "--as",
      "agent",
      "--json",
    ]);
    expect(granted.code, granted.stderr).to.equal(0);
    expect(JSON.parse(granted.stdout)).to.include({ granted: 3, refused: 0, partly: 0 });
  });

  it("cannot grant a person's third right, and names its row", async () => {
    const once = PEOPLE.split("\n").slice(0, 2).join("\n").replace("B-1", "C-1").replace("b1", "c1");
    await writeFile(join(sale.directory, "third.csv"), `${once}\n`);
    await sale.run("attest", ["third.csv", ...ATTEST], { env });
    const { code, stdout } = await sale.run("grant", [
      "third.grants.csv",
      "--event",
      "1",
      "--agent",
      "1",
      "--as",
      "agent",
    ]);
    expect(code).to.equal(1);
    expect(stdout).to.match(/C-1: right \d+: PersonFull/);
  });

  it("reports the same in a table, in JSON and on a self-contained page", async () => {
    const { code, stdout, stderr } = await sale.run("report", ["1", "--json", "--html", "out/report.html"]);
    expect(code).to.equal(0);
    const report = JSON.parse(stdout);
    expect(report.classes[0]).to.include({ name: "standing", supply: 6_000, granted: 5, unsold: 5_995 });
    expect(report.agents).to.have.length(1);
    expect(report.agents[0]).to.include({ name: "Tickets & Co", granted: 5, refused: 1 });
    expect(report.sales.steps.flatMap(({ counts }: { counts: number[] }) => counts)).to.deep.equal([5]);
    expect(stderr).to.match(/1 Tickets & Co +5 +1 +0/);

    const page = await readFile(join(sale.directory, "out/report.html"), "utf8");
    expect(page).to.contain("1 Tickets &#38; Co").and.to.contain("<svg");
    expect(page).not.to.match(/<script|undefined|NaN|\[object|(?:src|href|url|@import)[=(:]/);
  });

  it("continues from the index that a report keeps", async () => {
    const first = await sale.run("report", ["1", "--json", "--index", "index.jsonl"]);
    const second = await sale.run("report", ["1", "--json", "--index", "index.jsonl"]);
    expect(second.code).to.equal(0);
    expect(second.stdout).to.equal(first.stdout);
  });

  it("distinguishes a fake site from the agent's own", async () => {
    const { chainId, rightsRegistry } = sale.connection;
    const server = createServer(
      (_, response) => void response.end(JSON.stringify({ agents: [{ chainId, rightsRegistry, agentId: 1 }] })),
    );
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    try {
      const { port } = server.address() as AddressInfo;
      const { code, stdout, stderr } = await sale.run("check-seller", [`http://127.0.0.1:${port}`, "1", "--json"]);
      expect(code).to.equal(1);
      expect(stderr).to.contain("Fake sites do this.");
      expect(JSON.parse(stdout).result).to.include({ reason: "agent-names-other-site" });
    } finally {
      server.close();
    }
  });

  it("makes test keys to which the agent grants, and then their codes", async () => {
    const args = ["--event", "1", "--class", "standing", "--count", "2", "--json"];
    const keys = JSON.parse((await sale.run("codes", args)).stdout);
    expect(keys.codes).to.deep.equal([]);
    const granted = await sale.run("grant", [keys.grants, "--event", "1", "--agent", "1", "--as", "agent"]);
    expect(granted.code, granted.stderr).to.equal(0);
    const { codes } = JSON.parse((await sale.run("codes", args)).stdout);
    expect(codes.map(({ holder }: { holder: string }) => holder)).to.deep.equal(keys.holders);
    for (const { text } of codes) expect(text).to.match(/^E1:/);
  });
});
