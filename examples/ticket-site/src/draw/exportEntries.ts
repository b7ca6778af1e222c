/** Prints the entries of a class for the organizer, who lists them on the chain with `doorkey draw list`. */
import "../failPlainly.ts";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseEventDocument } from "doorkey";
import { readSettings } from "../settings.ts";
import { sqliteEntries } from "./entries.ts";
import { entriesCsv } from "./entriesCsv.ts";

const [className = ""] = process.argv.slice(2);
const { data, eventDocument } = readSettings(process.env);
const document = parseEventDocument(await readFile(eventDocument), { file: eventDocument });
const terms = document.classes.find(({ name }) => name === className)?.ballot;
if (terms === undefined) {
  const drawn = document.classes.filter(({ ballot }) => ballot !== undefined).map(({ name }) => name);
  const said =
    drawn.length === 0 ? "No class sells by a draw." : `Name a class that sells by a draw: ${drawn.join(", ")}.`;
  throw new Error(`${said} Usage: npm run --silent entries -- standing > entries.csv`);
}
const entries = sqliteEntries(new DatabaseSync(join(data, "orders.sqlite")));
process.stdout.write(entriesCsv(terms.by, entries.ofClass(className)));
