import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEventDocument } from "doorkey";
import { GRANT_COLUMNS, type GrantReading, readGrants } from "../../cli/src/grants/readGrants.ts";
import { type ColumnMap, parseColumnMap } from "../../cli/src/tables/ColumnMap.ts";
import { ROOT } from "../support/shell.ts";
import type { Case } from "./Case.ts";

const folder = "06-csv-excel";

const PRETIX = "Order code+Position ID=order,Product=class,Seat ID=seats,Entry key=holder";
const EVENTBRITE = "Order #=order,Ticket Type=class,Your entry key=holder";

/** The columns of exports, by the beginning of the file's name. */
const COLUMNS: Readonly<Record<string, string>> = { pretix: PRETIX, eventbrite: EVENTBRITE };

const EXPECTED: Readonly<Record<string, string>> = {
  "archive.xlsx": "file: the file is a zip archive, not a spreadsheet (.xlsx).",
  "calc.ods": "file: the file is an OpenDocument file; in the spreadsheet, save it as .xlsx, or as CSV in UTF-8.",
  "cell-too-many.csv": "2: has 7 cells; the header row has 6. A cell that has the separator in it needs double quotes.",
  "cut-off.csv": "4: the file ends in the middle of a character; it was cut off.",
  "cut-off.xlsx": "file: the file is cut off or damaged; save it again.",
  "dates.xlsx":
    "2 seats: is the date 2026-01-10 in the spreadsheet; format the column as text, and type or import the values again.",
  "decomposed.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "dup-order-case.csv":
    "3 order: order h-1 differs from order H-1 in row 2 by case only.; 4 order: order H-1 is already in row 2.",
  "empty-trailing-rows.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "empty.csv": "file: the file is empty; it needs the header row order,class,holder,quantity,seats,evidence.",
  "error-cells.csv":
    '2 order: "#N/A" is an error of a spreadsheet; format the column as text, and export it again.; 3 class: "#REF!" is an error of a spreadsheet; format the column as text, and export it again.',
  "error-value.xlsx": "2 holder: is the error #N/A of a formula; mend it, and save the file again.",
  "event.csv": 'file: the file is JSON, not a table; in a spreadsheet, save it as .xlsx, or as "CSV UTF-8".',
  "eventbrite-attendee-summary.csv":
    "1234567890 2 standing; 1234567891 1 Été; (these columns are not used: Order Date, First Name, Surname, Email, Attendee #, Attendee Status.)",
  "eventbrite-attendees.csv":
    "1 Your entry key: the column is missing; the columns of the file are Order #, Order Date, First Name, Surname, Email, Quantity, Ticket Type, Attendee #.",
  "excel-ansi.csv":
    '4: the byte C9 is not UTF-8 text, and would be "É" in ANSI (windows-1252); save the file as UTF-8, in Excel as "CSV UTF-8 (comma delimited)".',
  "excel-semicolon.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "excel-sep-line.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "excel-tab-utf16.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "extra-columns.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été; (these columns are not used: name, e-mail.)",
  "formula-plus.csv":
    '2 order: "+1+1" begins as a formula does; if it is a name, write "\'+1+1" in its place.; 3 order: "-2" begins as a formula does; if it is a name, write "\'-2" in its place.',
  "formula-text.xlsx":
    '2 order: "=HYPERLINK(x)" begins as a formula does; if it is a name, write "\'=HYPERLINK(x)" in its place.',
  "formula.csv":
    '2 order: "=HYPERLINK(https://evil.example)" begins as a formula does; if it is a name, write "\'=HYPERLINK(https://evil.example)" in its place.; 3 order: "@H-2" begins as a formula does; if it is a name, write "\'@H-2" in its place.',
  "long-number.xlsx":
    "2 order: is the number 1234567890123456 in the spreadsheet, which keeps 15 digits only; format the column as text, and type or import the values again.",
  "mac-cr.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "misspelt-column.csv":
    '1 seat: is an unknown column (did you mean "seats"?); the columns are order, class, holder, quantity, seats, evidence.; 2 seats: names 0 seats for a party of 1; name one for each person.',
  "month-for-seat.csv":
    '2 seats: class seated has no seat Jan-10: "Jan-10" is a date that a spreadsheet made; format the column as text, and export it again.; 3 seats: class seated has no seat 1/10/2027: "1/10/2027" is a date that a spreadsheet made; format the column as text, and export it again.',
  "nbsp.csv": "3 seats: names 2 seats for a party of 1; name one for each person.",
  "no-rows.csv": "file: the file has no rows below the header row.",
  "old-excel.csv":
    'file: the file is an old Excel file (.xls), or has a password; in Excel, save it as .xlsx, or as "CSV UTF-8".',
  "only-used-columns.csv": "H-1 1 standing; H-2 1 Été",
  "order-sci.csv":
    '2 order: "1.00E+05" is a number that a spreadsheet shortened; format the column as text, and export it again.; 3 order: "1.00E+05" is a number that a spreadsheet shortened; format the column as text, and export it again.',
  "orders.xlsx": "H-1 2 standing; H-2 1 seated [0]; 1234567890 1 Été",
  "page.csv": 'file: the file is HTML, not a table; in a spreadsheet, save it as .xlsx, or as "CSV UTF-8".',
  "pipes.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "pretix-order-positions.csv":
    "ABCDE-1 1 Floor, standing; ABCDE-2 1 Floor, standing; FGH3J-1 1 seated [0]; (these columns are not used: Status, E-mail, Order date, Variation, Price, Attendee name.)",
  "pretix-positions.csv":
    "1 Entry key: the column is missing; the columns of the file are Order code, Position ID, Status, E-mail, Product, Seat ID, Attendee name.",
  "quantity-decimal.csv":
    '2 quantity: must be a whole number from 1 to 8, not "2.0".; 3: has 7 cells; the header row has 6. A cell that has the separator in it needs double quotes.',
  "quoted-crlf-bom.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "quoted-newline.csv": "4 seats: class seated has no seat Z-9.",
  "scan.csv": "file: the file is a PDF, not a table; export the table itself.",
  "scientific.csv":
    '2 order: "1.23E+15" is a number that a spreadsheet shortened; format the column as text, and export it again.; 3 order: "1,23E+15" is a number that a spreadsheet shortened; format the column as text, and export it again.',
  "seat-as-date.csv":
    '2 seats: class seated has no seat 10-Jan: "10-Jan" is a date that a spreadsheet made; format the column as text, and export it again.; 3 seats: class seated has no seat 01.10.2027: "01.10.2027" is a date that a spreadsheet made; format the column as text, and export it again.',
  "sep-tab.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "spaces-in-header.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "tabs.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "thousands.csv":
    '2 order: "1,234" is a number with separators of thousands; format the column as text, and export it again.; 3 order: "1.234.567" is a number with separators of thousands; format the column as text, and export it again.',
  "title-case-header.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "trailing-empty-column.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "unsaved-formula.xlsx": "2 holder: has a formula without a value; open the file in a spreadsheet, and save it again.",
  "upper-hex.csv":
    '3 holder: 0Xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe must begin with 0x, not with 0X.; 4 holder: "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed" is not an address; write 0x and 40 hex digits.',
  "utf16-be.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "utf16-without-mark.csv": "H-1 2 standing; H-2 1 seated [0]; H-3 1 Été",
  "zeros-dropped.csv":
    '2 seats: class numbered has no seat 7 (did you mean "07"?); spreadsheets drop zeros at the beginning, so format the column as text.',
};

export const row: Case = {
  folder,
  title: "tables as spreadsheets and shops save them",
  run: async () => {
    const event = parseEventDocument(await readFile(join(ROOT, "cases", folder, "event.json")));
    const policy = { ...event.policy, identityVerifier: undefined };
    const classes = event.classes.map((class_) => ({
      ...class_,
      seated: class_.seats.length > 0,
      granted: 0,
      freed: 0,
    }));
    return Promise.all(
      Object.entries(EXPECTED).map(async ([input, expected]) => {
        const bytes = await readFile(join(ROOT, "cases", folder, input));
        const columns = columnsOf(input);
        const reading = await readGrants(bytes, input, { event: { classes, policy }, document: event, columns });
        return { input, expected, actual: outcomeOf(reading) };
      }),
    );
  },
};

function columnsOf(input: string): ColumnMap | undefined {
  const [, text] = Object.entries(COLUMNS).find(([start]) => input.startsWith(start)) ?? [];
  const columns = text === undefined ? undefined : parseColumnMap(text, GRANT_COLUMNS);
  if (typeof columns === "string") throw new Error(columns);
  return columns;
}

/** The orders that were read, each with its class, seats and number of people; or every mistake. */
function outcomeOf({ rows, mistakes, warnings }: GrantReading): string {
  const read = rows.map(({ order, className, seats = [], quantity = 1 }) =>
    [order, quantity, className, ...(seats.length > 0 ? [`[${seats.join(" ")}]`] : [])].join(" "),
  );
  const faults = mistakes.map(({ row: line, field, sentence }) =>
    [[line ?? "file", field].filter((part) => part !== undefined).join(" "), sentence].join(": "),
  );
  return (faults.length > 0 ? faults : [...read, ...warnings.map(({ sentence }) => `(${sentence})`)]).join("; ");
}
