import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { readEvent } from "doorkey";
import { toBeHex } from "ethers";
import { openSale, type Sale } from "./helpers/openSale.ts";

const HEADER = "order,class,holder,quantity,seats,evidence";
const GRANT = ["--event", "1", "--agent", "1", "--as", "agent"];
const ROWS = 5_000;

const holder = (n: number): string => toBeHex(0xd00000n + BigInt(n), 20);

/** A table of `rows` orders of one right each. */
function tableOf(rows: number, row = (n: number) => `A-${n},standing,${holder(n)},1,,`): string {
  return `${[HEADER, ...Array.from({ length: rows }, (_, i) => row(i + 1))].join("\n")}\n`;
}

/** Ways to get a row wrong, by the number of the row. */
const WRONG: readonly ((n: number) => string)[] = [
  (n) => `,standing,${holder(n)},1,,`,
  (n) => `A-1,standing,${holder(n)},1,,`,
  (n) => `A-${n},standin,${holder(n)},1,,`,
  (n) => `A-${n},,${holder(n)},1,,`,
  (n) => `A-${n},standing,,1,,`,
  (n) => `A-${n},standing,0x12,1,,`,
  (n) => `A-${n},standing,0x${"0".repeat(40)},1,,`,
  (n) => `A-${n},standing,0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92265,1,,`,
  (n) => `A-${n},standing,${holder(n)},0,,`,
  (n) => `A-${n},standing,${holder(n)},9,,`,
  (n) => `A-${n},standing,${holder(n)},two,,`,
  (n) => `A-${n},standing,${holder(n)},1,A-1-1,`,
  (n) => `A-${n},standing,${holder(n)},1,,0xzz`,
  (n) => `A-${n},standing,${holder(n)},1,,0x12 0x34`,
  (n) => `A-${n},standing,${holder(n)},1,`,
];

describe("doorkey grant", function () {
  this.timeout(60_000);
  let sale: Sale;
  before(async () => {
    sale = await openSale();
  });
  after(() => sale?.close());

  const write = (name: string, text: string) => writeFile(join(sale.directory, name), text);
  const granted = async (): Promise<number> =>
    (await readEvent(sale.connection, { eventId: 1 })).classes.reduce((sum, one) => sum + one.granted, 0);

  it("prints a sentence for each of thirty mistakes in 5,000 rows, with row and field, and sends nothing", async () => {
    const every = Math.floor(ROWS / 30);
    const wrongAt = (n: number): ((n: number) => string) | undefined =>
      n % every === 0 && n / every <= 30 ? WRONG[(n / every - 1) % WRONG.length] : undefined;
    await write(
      "wrong.csv",
      tableOf(ROWS, (n) => (wrongAt(n) ?? ((m) => `A-${m},standing,${holder(m)},1,,`))(n)),
    );
    const block = await sale.node.provider.getBlockNumber();

    const { code, stdout, stderr } = await sale.run("grant", ["wrong.csv", ...GRANT]);
    expect(code).to.equal(2);
    expect(stdout).to.equal("");
    const sentences = stderr.split("\n").filter((line) => line.startsWith("wrong.csv, row "));
    expect(sentences).to.have.length(30);
    for (const sentence of sentences)
      expect(sentence).to.match(/^wrong\.csv, row \d+(, (order|class|holder|quantity|seats|evidence))?: .*[.?]$/u);
    expect(sentences[0]).to.equal(`wrong.csv, row ${every + 1}, order: is empty.`);
    expect(sentences[2]).to.contain('did you mean "standing"?');
    expect(stderr).to.contain("30 mistakes; nothing was sent.");
    expect(await sale.node.provider.getBlockNumber()).to.equal(block);
  });

  it("gives all thirty to a program as one JSON", async () => {
    const { code, stdout } = await sale.run("grant", ["wrong.csv", ...GRANT, "--json"]);
    expect(code).to.equal(2);
    const { error } = JSON.parse(stdout);
    expect(error).to.include({ code: "INPUT", message: "30 mistakes; nothing was sent." });
    expect(error.details).to.have.length(30);
  });

  it("sends nothing in a dry run", async () => {
    await write("grants.csv", tableOf(ROWS));
    const block = await sale.node.provider.getBlockNumber();
    const { code, stdout } = await sale.run("grant", ["grants.csv", ...GRANT, "--dry-run"]);
    expect(code, stdout).to.equal(0);
    expect(stdout).to.contain("5,000 rows, 5,000 rights, no mistakes.").and.to.contain("grant would go through now");
    expect(await sale.node.provider.getBlockNumber()).to.equal(block);
  });

  it("stops on Ctrl-C when the running work is done, and says how to continue", async () => {
    const given = ["--results", "my results.csv", "--hook-data", "0x01"];
    const { code, stdout, stderr } = await sale.run("grant", ["grants.csv", ...GRANT, ...given], {
      kill: { when: "no mistakes", signal: "SIGINT" },
    });
    expect(code, stderr).to.equal(130);
    expect(stdout).to.contain("Stopping when the running work is done.");
    expect(stderr).to.match(
      /To continue: npx doorkey grant grants\.csv --event 1 --agent 1 --as agent.* --results 'my results\.csv' --hook-data 0x01/,
    );
    expect(await granted()).to.be.lessThan(ROWS);
  });

  it("continues where it stopped, also after it was killed, and grants each row once", async () => {
    const killed = await sale.run("grant", ["grants.csv", ...GRANT], {
      kill: { when: "rows: ", signal: "SIGKILL" },
    });
    expect(killed.code).to.equal(null);
    const before = await granted();
    expect(before).to.be.greaterThan(0).and.to.be.lessThan(ROWS);

    const { code, stdout, stderr } = await sale.run("grant", ["grants.csv", ...GRANT, "--json"]);
    expect(code, stderr).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ rows: ROWS, granted: ROWS, refused: 0, skipped: 0 });
    expect(await granted()).to.equal(ROWS);
    const results = (await readFile(join(sale.directory, "grants.csv.results.csv"), "utf8")).trimEnd().split("\n");
    expect(new Set(results.slice(1).map((line) => line.split(",")[2]))).to.have.property("size", ROWS);
  });

  it("grants nothing twice when it runs again", async () => {
    const { code } = await sale.run("grant", ["grants.csv", ...GRANT]);
    expect(code).to.equal(0);
    expect(await granted()).to.equal(ROWS);
  });

  it("lists the rows that the chain refuses, grants the others, and ends with 1", async () => {
    await write(
      "many.csv",
      tableOf(500, (n) => `B-${n},standing,${holder(n)},3,,`),
    );
    const { code, stdout, stderr } = await sale.run("grant", ["many.csv", ...GRANT]);
    expect(code).to.equal(1);
    expect(stdout).to.match(/B-\d+: (QuotaExceeded|ClassSoldOut): /);
    expect(stderr).to.match(/167 rows refused, 0 rows granted in part\. 333 of 500 rows granted/);
    expect(await granted()).to.equal(ROWS + 999);
  });

  it("lists mistakes in a table even if the event document with its seats cannot be fetched", async () => {
    await write("seats.csv", `${HEADER}\nS-1,seated,${holder(1)},1,A-1-1,\nS-2,seated,${holder(2)},none,A-1-2,\n`);
    const { code, stderr } = await sale.run("grant", ["seats.csv", ...GRANT]);
    expect(code).to.equal(2);
    expect(stderr).to.contain('seats.csv, row 3, quantity: must be a whole number from 1 to 8, not "none".');
    await write("seats.csv", `${HEADER}\nS-1,seated,${holder(1)},1,A-1-1,\n`);
    const whole = await sale.run("grant", ["seats.csv", ...GRANT]);
    expect(whole.code).to.equal(1);
    expect(whole.stderr).to.contain("The event document could not be fetched.");
  });

  it("looks up seats in the given document, if that is the published one", async () => {
    const document = ["--document", "event.json", "--dry-run"];
    await write("event.json", sale.document.replace("Your Hall", "Another Hall"));
    const other = await sale.run("grant", ["seats.csv", ...GRANT, ...document]);
    expect(other.code).to.equal(2);
    expect(other.stderr).to.contain("not the one that was published");
    await write("event.json", sale.document);
    await write("wrong-seats.csv", `${HEADER}\nS-1,seated,${holder(1)},1,Z-9-9,\n`);
    const wrong = await sale.run("grant", ["wrong-seats.csv", ...GRANT, ...document]);
    expect(wrong.stderr).to.contain("wrong-seats.csv, row 2, seats: class seated has no seat Z-9-9.");
    const right = await sale.run("grant", ["seats.csv", ...GRANT, ...document]);
    expect(right.code).to.equal(1);
    expect(right.stderr).to.contain("The chain would refuse this: AgentNotDesignated.");
  });

  it("refuses the journal of other rows", async () => {
    await write("other.csv", tableOf(2));
    const { code, stderr } = await sale.run("grant", ["other.csv", ...GRANT, "--journal", "grants.csv.journal"]);
    expect(code).to.equal(1);
    expect(stderr).to.contain("grants.csv.journal has rows");
  });
});
