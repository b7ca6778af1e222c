import { expect } from "chai";
import { csvRow } from "../src/imports/csvRow.ts";
import { readOrders } from "../src/imports/readOrders.ts";
import { ProblemError } from "../src/problems/ProblemError.ts";

const CLASSES = [
  { name: "standing", seated: false, seats: [] },
  { name: "seated", seated: true, seats: ["A-1", "A-2", "A-3"] },
];
const HOLDER = `0x${"ab".repeat(20)}`;
/** The same address with its checksum, and with one letter of it in the wrong case. */
const CHECKSUMMED = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const MISTYPED = "0x5fbDB2315678afecb367f032d93F642f64180aa3";

const read = (text: string) => readOrders(new TextEncoder().encode(text), CLASSES);

/** The mistake of one row, or its quantity. */
function row(cells: string, header = "order,class,holder,quantity,seats,evidence"): string | number {
  const { good, bad } = read(`${header}\n${cells}\n`);
  return bad[0]?.sentence ?? good[0]?.quantity ?? "nothing";
}

describe("a list of orders", () => {
  it("takes one to eight rights for a key", () => {
    expect(row(`a,standing,${HOLDER},1,,`)).to.equal(1);
    expect(row(`a,standing,${HOLDER},8,,`)).to.equal(8);
    for (const quantity of ["0", "9", "1.5", "-1", "x"]) {
      expect(row(`a,standing,${HOLDER},${quantity},,`), quantity).to.match(/^quantity: /);
    }
    expect(row(`a,standing,${HOLDER},,,`)).to.equal(1);
    expect(row(`a,seated,${HOLDER},,A-1 A-2,`)).to.equal(2);
  });

  it("takes one seat for each right, and knows them", () => {
    expect(row(`a,seated,${HOLDER},2,A-1,`)).to.equal("seats: has 1 seats for 2 rights.");
    expect(row(`a,seated,${HOLDER},1,,`)).to.match(/^seats: is empty/);
    expect(row(`a,standing,${HOLDER},1,A-1,`)).to.equal('seats: class "standing" has no seats.');
    expect(row(`a,seated,${HOLDER},1,B-1,`)).to.equal('seats: class "seated" has no seat "B-1".');
    expect(row(`a,seated,${HOLDER},2,A-1 A-1,`)).to.match(/seat A-1 of class seated is in line 2 already/);
  });

  it("takes the address of a key, with its checksum if it has one", () => {
    expect(row(`a,standing,${CHECKSUMMED},1,,`)).to.equal(1);
    expect(row(`a,standing,${CHECKSUMMED.toLowerCase()},1,,`)).to.equal(1);
    expect(row(`a,standing,${MISTYPED},1,,`)).to.match(/wrong checksum/);
    expect(row(`a,standing,0x${"0".repeat(40)},1,,`)).to.match(/zero address/);
    expect(row("a,standing,,1,,")).to.match(/^holder: /);
  });

  it("takes evidence for each right or none", () => {
    expect(row(`a,standing,${HOLDER},2,,0x12 0x34`)).to.equal(2);
    expect(row(`a,standing,${HOLDER},2,,0x12`)).to.equal("evidence: has 1 words for 2 rights.");
    expect(row(`a,standing,${HOLDER},1,,12`)).to.equal("evidence: is not hex bytes.");
  });

  it("names a row with cells too few or too many, and an order that is empty, too long or no line of text", () => {
    expect(row("a,standing", "order,class,quantity")).to.equal("(row): has 2 cells; the header row has 3.");
    expect(row("a,standing,1,2", "order,class,quantity")).to.match(/has 4 cells/);
    expect(row(",standing,1", "order,class,quantity")).to.equal("order: is empty.");
    for (const bad of ["a\u0007", "a\u007f", ".", "..", '"a\nb"']) {
      expect(row(`${bad},standing,1`, "order,class,quantity"), bad).to.match(/^order: must be one line/);
    }
    expect(row(`${"x".repeat(120)},standing,1`, "order,class,quantity")).to.equal(1);
    expect(row(`${"x".repeat(121)},standing,1`, "order,class,quantity")).to.match(/longer than 120/);
  });

  it("counts the lines of a quoted cell, and takes every separator", () => {
    const { good, bad } = read('order;class\n"two\nlines";standing\nb;none\nc;standing\n');
    expect(good.map(({ line, order }) => [line, order])).to.deep.equal([[5, "c"]]);
    expect(bad.map(({ line }) => line)).to.deep.equal([2, 4]);
    expect(read("class\torder\nstanding\ta\n").good).to.have.length(1);
  });

  it("takes 50,000 rows and no more", () => {
    const rows = (count: number) =>
      `order,class\n${Array.from({ length: count }, (_, i) => `${i},standing`).join("\n")}`;
    expect(read(rows(50_000)).good).to.have.length(50_000);
    expect(() => read(rows(50_001))).to.throw(ProblemError);
  });

  it("writes cells that no spreadsheet runs", () => {
    const cells = ["=1", "+1", "-1", "@a", "＝1", "\t=1", "a=1", '"', "a,b"];
    expect(csvRow(cells)).to.equal('\'=1,\'+1,\'-1,\'@a,\'＝1,"\'\t=1",a=1,"""","a,b"\r\n');
  });
});
