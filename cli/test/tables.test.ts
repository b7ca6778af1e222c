import { expect } from "chai";
import { describeMistake, MistakeList } from "doorkey/organizer";
import { type ColumnMap, OUR_NAMES, parseColumnMap } from "../src/tables/ColumnMap.ts";
import { csvRow } from "../src/tables/csv.ts";
import { readSheet } from "../src/tables/readSheet.ts";
import { headerNames, readTable } from "../src/tables/readTable.ts";
import { MAX_ROWS, MAX_TABLE_BYTES } from "../src/tables/Sheet.ts";
import { spreadsheetFault } from "../src/tables/spreadsheetFault.ts";
import { sheetRow, spreadsheet, zip } from "./helpers/zip.ts";

const REQUIRED = ["order", "class"] as const;
const OPTIONAL = ["seats"] as const;

type Read = {
  readonly rows: readonly string[];
  readonly mistakes: readonly string[];
  readonly warnings: readonly string[];
};

/** The rows of a table as `row: order|class|seats`, its mistakes and its warnings. */
async function read(source: string | Uint8Array, columns: ColumnMap | undefined = OUR_NAMES): Promise<Read> {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  const [mistakes, warnings] = [new MistakeList(), new MistakeList()];
  const terms = { required: REQUIRED, optional: OPTIONAL, columns, mistakes, warnings };
  const table = readTable(await readSheet(bytes, { names: headerNames(terms), mistakes, warnings }), terms);
  const rows = table.map((row) => `${row.row}: ${row.cell("order")}|${row.cell("class")}|${row.cell("seats")}`);
  return { rows, mistakes: mistakes.all.map(describeMistake), warnings: warnings.all.map(describeMistake) };
}

const readable = (rows: readonly string[], warnings: readonly string[] = []): Read => ({
  rows,
  mistakes: [],
  warnings,
});
const utf16 = (text: string, mark = true): Uint8Array =>
  new Uint8Array(Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le"));

describe("a table", () => {
  const TWO = ["2: H-1|standing|A-1", "3: H-2|Été|"];
  for (const [separator, name] of [
    [",", "commas"],
    [";", "semicolons"],
    ["\t", "tabs"],
    ["|", "pipes"],
  ] as const) {
    for (const [end, endName] of [
      ["\n", "LF"],
      ["\r\n", "CRLF"],
      ["\r", "CR"],
    ] as const) {
      it(`may have ${name} and ${endName}`, async () => {
        const text = [
          ["order", "class", "seats"],
          ["H-1", "standing", "A-1"],
          ["H-2", "Été", ""],
        ]
          .map((cells) => cells.join(separator) + end)
          .join("");
        expect(await read(text)).to.deep.equal(readable(TWO));
        expect(await read(`\ufeff${text}`)).to.deep.equal(readable(TWO));
        expect(await read(utf16(text))).to.deep.equal(readable(TWO));
        expect(await read(utf16(text, false))).to.deep.equal(readable(TWO));
        expect(await read(utf16(text).map((_, i, all) => all[i ^ 1] ?? 0))).to.deep.equal(readable(TWO));
        const later = TWO.map((row) => row.replace(/^\d/, (n) => String(Number(n) + 1)));
        expect(await read(`sep=${separator}${end}${text}`)).to.deep.equal(readable(later));
      });
    }
  }

  it("has its columns in any order and case, with spaces, and without those that it does not use", async () => {
    expect(await read(' CLASS ,"Order"\nstanding,H-1\n')).to.deep.equal(readable(["2: H-1|standing|"]));
    expect(await read("order,class,Notes,\nH-1,standing,x,\n")).to.deep.equal(
      readable(["2: H-1|standing|"], ["row 1: these columns are not used: Notes."]),
    );
  });

  it("has its texts composed and without spaces of any kind at their ends", async () => {
    expect(await read("order,class\n\u00a0H-1\u3000,E\u0301te\u0301 \n")).to.deep.equal(readable(["2: H-1|Été|"]));
  });

  it("has its row numbers, whatever was skipped or quoted above", async () => {
    const text = 'order,class,seats\n\n,,\n"H\n1",standing,\n"H-2","a;b",\n';
    expect((await read(text)).rows).to.deep.equal(["4: H\n1|standing|", "6: H-2|a;b|"]);
  });

  it("names a column that is missing, misspelt or there twice", async () => {
    const known = "the columns are order, class, seats.";
    for (const [header, ...expected] of [
      ["order", "row 1, class: the column is missing."],
      ["order,product", 'row 1, class: the column is missing; if it has another name, give --columns "NAME=class".'],
      [
        "order,clas",
        `row 1, clas: is an unknown column (did you mean "class"?); ${known}`,
        "row 1, class: the column is missing.",
      ],
      ["order,class,seat", `row 1, seat: is an unknown column (did you mean "seats"?); ${known}`],
      ["order,class,saets", `row 1, saets: is an unknown column (did you mean "seats"?); ${known}`],
      ["order,class,Order", "row 1, order: the column appears twice."],
    ] as const) {
      const { mistakes } = await read(`${header}\n${header.replaceAll(/[^,]+/g, "x")}\n`);
      expect(mistakes, header).to.deep.equal(expected);
    }
    expect((await read("order,class,status\nx,y,z\n")).mistakes).to.deep.equal([]);
  });

  it("has as many cells in every row as in its header", async () => {
    const more = "A cell that has the separator in it needs double quotes.";
    expect((await read("order,class,seats\nH-1,standing\n")).mistakes).to.deep.equal([
      "row 2: has 2 cells; the header row has 3.",
    ]);
    expect((await read("order,class,seats\nH-1,standing,A-1,B\n")).mistakes).to.deep.equal([
      `row 2: has 4 cells; the header row has 3. ${more}`,
    ]);
    expect((await read("order,class,\nH-1,standing,\n")).mistakes).to.deep.equal([]);
  });

  it("may call its columns otherwise", async () => {
    const map = (text: string): ColumnMap => {
      const columns = parseColumnMap(text, [...REQUIRED, ...OPTIONAL]);
      if (typeof columns === "string") throw new Error(columns);
      return columns;
    };
    const table = 'Order code;Position ID;"Product, name";Status\nABC;1;standing;paid\nABC;2;standing;paid\n';
    expect((await read(table, map('Order code+Position ID=order,"Product, name"=class'))).rows).to.deep.equal([
      "2: ABC-1|standing|",
      "3: ABC-2|standing|",
    ]);
    expect((await read("a+b,c=d\nH-1,standing\n", map("a+b=order,c=d=class"))).rows).to.deep.equal([
      "2: H-1|standing|",
    ]);
    expect((await read("order,class\nH-1,standing\n", map("Seat ID=seats"))).mistakes).to.deep.equal([
      "row 1, Seat ID: the column is missing; the columns of the file are order, class.",
    ]);
  });

  for (const [text, sentence] of [
    ["", 'it must be such as "Order code=order,Product=class".'],
    ["Order code", '"Order code" must be such as "Order code=order".'],
    ["=order", '"=order" must be such as "Order code=order".'],
    ["Code=orders", '"orders" is not a column here; the columns are order, class, seats.'],
    ["A=order,B=order", "the column order is named twice."],
  ] as const) {
    it(`cannot call its columns ${JSON.stringify(text)}`, () => {
      expect(parseColumnMap(text, [...REQUIRED, ...OPTIONAL])).to.equal(sentence);
    });
  }

  it("has at most so many bytes and rows", async () => {
    expect((await read(new Uint8Array(MAX_TABLE_BYTES + 1))).mistakes).to.deep.equal([
      `the file has ${MAX_TABLE_BYTES + 1} bytes, more than ${MAX_TABLE_BYTES}; split it.`,
    ]);
    const rows = (count: number): string => `order,class\n${"a,b\n".repeat(count)}`;
    expect((await read(rows(MAX_ROWS))).rows).to.have.length(MAX_ROWS);
    expect(await read(rows(MAX_ROWS + 1))).to.deep.equal({
      rows: [],
      mistakes: [`the file has ${MAX_ROWS + 1} rows, more than ${MAX_ROWS}; split it.`],
      warnings: [],
    });
  }).timeout(60_000);
});

describe("a spreadsheet", () => {
  const header = sheetRow(1, ["order", "class"]);
  const order = sheetRow(2, ["H-1", "standing"]);

  it("is read from its first sheet, with a warning if there are more", async () => {
    expect(await read(spreadsheet(header + order))).to.deep.equal(readable(["2: H-1|standing|"]));
    const { rows, warnings } = await read(spreadsheet(header + order, sheetRow(1, ["other"])));
    expect({ rows, warnings }).to.deep.equal({
      rows: ["2: H-1|standing|"],
      warnings: ["the file has 2 sheets; only the first is read."],
    });
  });

  for (const [what, file, sentence] of [
    ["is empty", spreadsheet(""), "the first sheet is empty; it needs the header row order,class,seats."],
    ["is cut off", spreadsheet(header).subarray(0, 300), "the file is cut off or damaged; save it again."],
    ["is not a spreadsheet", zip({ "a.csv": "order" }), "the file is a zip archive, not a spreadsheet (.xlsx)."],
    [
      "has a row far below",
      spreadsheet(`${header}<row r="${MAX_ROWS + 2}"><c r="A${MAX_ROWS + 2}"><v>1</v></c></row>`),
      `a sheet has a row ${MAX_ROWS + 2}, more than ${MAX_ROWS} below its header; split it.`,
    ],
    [
      "has a column far to the right",
      spreadsheet(`${header}<row r="2"><c r="IW2"><v>1</v></c></row>`),
      "a sheet has a column IW, more than 256 columns.",
    ],
    [
      "unpacks to too much",
      zip({ "xl/worksheets/sheet1.xml": new Uint8Array(200_000_001) }, 100),
      "the file unpacks to more than 200000000 bytes; split it.",
    ],
  ] as const) {
    it(`is refused if it ${what}`, async () => expect((await read(file)).mistakes).to.deep.equal([sentence])).timeout(
      60_000,
    );
  }
});

describe("a table that the project writes", () => {
  for (const cell of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠x", '=HYPERLINK("x","y")']) {
    it(`keeps ${JSON.stringify(cell)} from being run`, async () => {
      const row = csvRow([cell, "standing"]);
      expect(row.replace(/^"/, "")).to.match(/^'/);
      if (/^[=+\-@]/.test(cell))
        expect((await read(`order,class\n${row}`)).rows).to.deep.equal([`2: ${cell}|standing|`]);
    });
  }

  it("quotes every separator, so that no cell becomes two", () => {
    for (const cell of ["a,b", "a;=b", "a\tb", "a|b", 'a"b', "a\nb"]) {
      expect(csvRow(["x", cell])).to.equal(`x,"${cell.replace('"', '""')}"\n`);
    }
    expect(csvRow(["H-1", 2, "", -2])).to.equal("H-1,2,,-2\n");
  });
});

describe("what a spreadsheet made of a value", () => {
  for (const text of [
    "1.00E+05",
    "1,23E+15",
    "-1.5E-07",
    "1,234",
    "1.234.567",
    "1 234",
    "1'234",
    "10-Jan",
    "10. Jan",
    "10-janv.",
    "1-Mrz-27",
    "Jan-10",
    "01.10.2027",
    "1/10/2027",
    "01.10.2027 10:00",
    "#N/A",
    "#NAME?",
    "########",
  ]) {
    it(`is seen in ${text}`, () => expect(spreadsheetFault(text)).to.match(/^".+" is .*; format the column as text/));
  }
  for (const text of [
    "ABCDE",
    "H-1",
    "1E5",
    "12-34",
    "2027-001",
    "A-1",
    "1.5",
    "20270117",
    "1234,5",
    "Jan",
    "10-Box",
    "#1",
  ]) {
    it(`is not seen in ${text}`, () => expect(spreadsheetFault(text)).to.equal(undefined));
  }
});
