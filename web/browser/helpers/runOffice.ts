/** An office in a process of its own: runOffice.ts FILE PAGE, with its configuration and the folder of the built page. */
import { readFile } from "node:fs/promises";
import { pino } from "pino";
import { parseConfig, startOffice } from "../../../office/src/index.ts";
import { walletOf } from "../../../test-support/src/keys.ts";

const [, , file, page] = process.argv;
if (file === undefined || page === undefined) throw new Error("runOffice.ts needs a configuration and a page");

const office = await startOffice({
  config: parseConfig(await readFile(file, "utf8"), file, process.env),
  ...{ version: "0.0.0-test", pages: { boxOffice: page }, logger: pino({ level: "warn", base: null }) },
  keys: { agent: walletOf("agent of the counter"), persons: undefined },
  pace: { chainMs: 200, gatherMs: 10 },
});
const { url, operatorUrl, operatorToken } = office;
console.log(JSON.stringify({ msg: "started", url, operatorUrl, operatorToken }));
process.once("SIGTERM", () => void office.stop().then(() => process.exit(0)));
