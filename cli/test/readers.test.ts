import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { expect } from "chai";
import { readEvent } from "doorkey";
import { type EmptyNode, startEmptyNode } from "doorkey-test-support/servedChain";
import { toBeHex } from "ethers";
import { openSale, type Sale } from "./helpers/openSale.ts";
import { runCommand, runInPipe } from "./helpers/runCommand.ts";

const DONE = "The work went on to its end, and is done.";
const ROWS = 3_000;
const VOID = 3n;

describe("a command whose reader goes away", function () {
  this.timeout(120_000);

  describe("deploys", () => {
    let node: EmptyNode;
    let cwd: string;
    beforeEach(async () => {
      node = await startEmptyNode();
      cwd = await mkdtemp(join(tmpdir(), "doorkey-readers-"));
    });
    afterEach(async () => {
      await node.close();
      await rm(cwd, { recursive: true });
    });

    for (const pipe of ["| head -n 1", "| true", "2>&1 | true"]) {
      it(`the whole suite, once: deploy ${pipe}`, async () => {
        const options = { cwd, rpc: node.url };
        const { code, stderr } = await runInPipe(["deploy", "--as", "relay"], pipe, options);
        expect(code, stderr).to.equal(0);
        if (!pipe.startsWith("2")) expect(stderr).to.contain(DONE);
        expect(await readdir(join(cwd, "deployments"))).to.deep.equal(["31337.json"]);
        const { contracts } = JSON.parse(await readFile(join(cwd, "deployments/31337.json"), "utf8"));
        for (const { address } of Object.values<{ address: string }>(contracts))
          expect(await node.provider.getCode(address)).not.to.equal("0x");
        const sent = await node.provider.getTransactionCount(node.payer.address);
        const again = await runCommand(["deploy", "--as", "relay"], options);
        expect(again.code).to.equal(0);
        expect(await node.provider.getTransactionCount(node.payer.address)).to.equal(sent);
      });
    }
  });

  describe("at a sale", () => {
    let sale: Sale;
    before(async () => {
      sale = await openSale();
    });
    after(() => sale?.close());

    const inPipe = (pipe: string, ...words: string[]) =>
      runInPipe(words, pipe, { cwd: sale.directory, rpc: sale.node.url });
    const AS_AGENT = ["--event", "1", "--agent", "1", "--as", "agent"];

    it("grants every row, and writes the results", async () => {
      const row = (_: unknown, i: number) => `A-${i},standing,${toBeHex(0xd00000 + i, 20)},1,,`;
      const rows = ["order,class,holder,quantity,seats,evidence", ...Array.from({ length: ROWS }, row)];
      await writeFile(join(sale.directory, "grants.csv"), `${rows.join("\n")}\n`);
      const { code, stderr } = await inPipe("| head -n 1", "grant", "grants.csv", ...AS_AGENT);
      expect(code, stderr).to.equal(0);
      expect(stderr).to.contain(DONE);
      expect((await readEvent(sale.connection, { eventId: 1 })).classes[0]?.granted).to.equal(ROWS);
      const results = await readFile(join(sale.directory, "grants.csv.results.csv"), "utf8");
      expect(results.match(/granted/g)).to.have.length(ROWS);
    });

    it("revokes, also without a reader of stderr", async () => {
      const ids = ["4294967296", "4294967297"];
      const { code } = await inPipe("2>&1 | true", "revoke", ...ids, "--reason", "refunded", "--as", "agent");
      expect(code).to.equal(0);
      for (const id of ids) expect((await sale.connection.contracts.rights.rightOf(BigInt(id))).status).to.equal(VOID);
    });

    it("ends with 1 when it was refused", async () => {
      const { code } = await inPipe("2>&1 | true", "pause", "--event", "99", "--as", "organizer");
      expect(code).to.equal(1);
    });

    it("ends with 1 when a program did not get the JSON that it asked for", async () => {
      const { code, stderr } = await inPipe("| true", "report", "1", "--json");
      expect(code).to.equal(1);
      expect(stderr).to.contain("The reader of the output went away before it had the whole result.");
    });

    it("acts whole or not at all on Ctrl-C, and its exit code says which", async () => {
      const words = ["6001", "--event", "1", "--class", "standing", "--as", "organizer", "--json"];
      const kill = { when: "6,000 places now", signal: "SIGINT" } as const;
      const { code, stdout } = await sale.run("raise-supply", words, { kill });
      const { supply } = (await readEvent(sale.connection, { eventId: 1 })).classes[0] ?? {};
      expect(code).to.equal(supply === 6_001 ? 0 : 130);
      const result = JSON.parse(stdout);
      expect(result).to.have.property(code === 0 ? "transaction" : "error");
    });

    it("ends with 0 when it only showed something", async () => {
      const { code, stderr } = await inPipe("| true", "report", "1");
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    });
  });

  it("stops scanning at a gate, because staff see no verdict, and delivers what it let in", async () => {
    const sale = await openSale({ doorsOpen: true });
    try {
      const place = ["--event", "1", "--class", "standing", "--agent", "1", "--as", "agent"];
      const made = await sale.run("codes", [...place, "--count", "1", "--json"]);
      const [{ text, rightId }] = JSON.parse(made.stdout).codes;
      const type = (stdin: Writable) => stdin.write(`${text}\n`);
      const { code, stderr } = await sale.run("admit", ["--event", "1", "--as", "gate"], {
        stdin: "open",
        said: [
          { when: "Journal:", act: type },
          { when: "LET IN", act: type },
        ],
        leave: { when: "LET IN" },
      });
      expect(code).to.equal(1);
      expect(stderr).to.contain("The reader of the output went away, so this gate stopped scanning.");
      expect((await sale.connection.contracts.rights.rightOf(BigInt(rightId))).status).to.equal(2n);
    } finally {
      await sale.close();
    }
  });
});
