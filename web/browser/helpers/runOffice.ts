/** An office in a process of its own: runOffice.ts FILE PAGE, with its configuration and the folder of the built page. */
import { readFile } from "node:fs/promises";
import { getBytes, id } from "ethers";
import { pino } from "pino";
import { parseConfig, startOffice } from "../../../office/src/index.ts";
import { walletOf } from "../../../test-support/src/keys.ts";
import { AGENT, ATTESTER } from "./officeKeys.ts";

const [, , file, page] = process.argv;
if (file === undefined || page === undefined) throw new Error("runOffice.ts needs a configuration and a page");

const config = parseConfig(await readFile(file, "utf8"), file, process.env);
// The same after each start, as a keystore has it.
const eventKey = getBytes(id("event key of the counter"));
const office = await startOffice({
  ...{ config, version: "0.0.0-test", pages: { boxOffice: page }, logger: pino({ level: "warn", base: null }) },
  keys: { agent: walletOf(AGENT), persons: config.persons && { attester: walletOf(ATTESTER), eventKey } },
  pace: { chainMs: 200, gatherMs: 10 },
});
const { url, operatorUrl, operatorToken } = office;
console.log(JSON.stringify({ msg: "started", url, operatorUrl, operatorToken }));
process.once("SIGTERM", () => void office.stop().then(() => process.exit(0)));
