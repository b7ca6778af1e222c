import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { expect } from "chai";
import type { Connection } from "doorkey";
import * as root from "doorkey";
import * as agents from "doorkey/agent";
import * as attesters from "doorkey/attester";
import * as ballots from "doorkey/ballot";
import * as buyers from "doorkey/buyer";
import * as deployments from "doorkey/deployment";
import * as gates from "doorkey/gate";
import * as organizers from "doorkey/organizer";
import * as relays from "doorkey/relay";
import { startServedChain } from "doorkey-test-support/servedChain";
import { commandFiles } from "./helpers/commandFiles.ts";

const ENTRIES = { root, buyers, organizers, agents, ballots, gates, attesters, relays, deployments };

/** Why a function of the SDK that acts on a chain, or reads it, has no command. */
const WHY_NOT: Readonly<Record<string, string>> = {
  admitEntries: "the settler of `admit` calls it for all that is in the journal",
  beaconOf: "`draw prove` asks for it within",
  checkSale: "a shop's program asks it before a buyer pays; `status` shows the same of each class",
  fetchRound: "`draw prove` takes the round of a draw, and no other",
  followDraw: "a page shows each change of a draw; `draw status` shows it once",
  completePurchase: "a shop's program does it for each order that a buyer's device claims",
  offers: "an agent's program asks it before it takes money; `grant` leaves out those not offered",
  openPurchase: "a shop's program does it for each order that is paid",
  grantQueue: "it gathers the orders of a shop's program; a table is granted by `grant`",
  isOrphaned: "`admit` loads a new manifest every few seconds, so it keeps no orphaned one",
  passesOf: "a shop's program makes passes again for a key; `right` shows the rights that it holds",
  sellerClient: "a wallet asks a seller; a command asks the chain, as `right` does",
  rebindRights: "`rebind` sends a call for each right, so that Ctrl-C stops it between two and loses nothing",
  refreshPass: "the page that shows a pass asks it; `right` shows the same of each right",
};

/** Functions that neither act on a chain nor read one, by what they are. */
const HELPERS: Readonly<Record<string, readonly string[]>> = {
  "role clients, whose methods are listed": ["organizer", "agent", "gate", "attester"],
  "connecting, which every command does": ["connect", "httpRelay", "signerOfAccount"],
  "reading a node of any kind, which every command does within": ["nodeRefusal", "readLogs"],
  "adding to a pass what it lacks, without a chain": ["completePass"],
  "values, sentences and files": [
    ...["checksummed", "decodeRevert", "isDoorkeyError", "isHex", "packEntry", "packRightId", "parseEventDocument"],
    ...["sameAddress", "sameEvent", "seatLabel", "seatNumber", "unpackEntry", "unpackRightId", "DoorkeyError"],
    ...["decodeText", "describeMistake", "MistakeList", "suggestName", "parseInstant", "readEventDocument"],
    ...["grantJournalFile", "invitationLink", "memoryPurchases", "postgresPurchases", "sqlitePurchases"],
    ...["gateJournalFile", "manifestAge", "memoryJournal", "sqliteJournal"],
  ],
  "classes, which `admit` runs": ["ClockWatch", "Lane", "Settler"],
  "values of draws, computed without a chain": [
    ...[
      "acceptRefusalName",
      "checkRound",
      "drawSeed",
      "entrantKey",
      "rankIn",
      "roundAfter",
      "signRound",
      "timeOfRound",
    ],
    ...["arrangeEntrants", "drawCall", "parseRound"],
  ],
  "what an attester signs without a chain, in `attest`": ["attestPerson", "personTag"],
  "keys of an attester in a program; `attest` reads a key file": ["newEventKey", "destroyEventKey"],
  "keys, codes and statements of a fan's own device": [
    ...["checkClaim", "checkPass", "composeCode", "createDeviceKey", "deviceAbilities"],
    ...["entryCode", "entryProofDigest", "forgetDeviceKey", "holderAddress", "indexedDbKeys", "isSignedBy"],
    ...["listDeviceKeys", "loadDeviceKey", "memoryKeys", "packConsent", "purchaseClaimDigest", "qrCanvas"],
    ...["qrModules", "qrSvg", "qrTerminal", "readChallenge", "readInvitation", "readRebindRequest"],
    ...["rebindDigest", "rebindRequest", "recoverHolder", "recoverPasskey", "requestPersistence"],
    ...["returnDigest", "rotateCodes", "runsOf", "serverClock", "signClaim", "signRebind", "signReturn"],
    ...["testDevice"],
  ],
  "requests, which every act of a command signs when it has a relay": [
    ...["cancelDigest", "signCancel", "requestDigest", "requestDigester", "signRequest"],
  ],
};

describe("the commands and the SDK", () => {
  /** All that a role can do: the methods of the role clients. */
  async function actions(): Promise<readonly string[]> {
    const chain = await startServedChain();
    try {
      const connection: Connection = await chain.connect();
      const clients = [
        organizers.organizer(connection),
        agents.agent(connection),
        gates.gate(connection),
        attesters.attester(connection),
      ];
      return [...new Set(clients.flatMap((client) => Object.keys(client)))].sort();
    } finally {
      await chain.close();
    }
  }

  const exported = Object.values(ENTRIES).flatMap((entry) =>
    Object.entries(entry).flatMap(([name, value]) => (typeof value === "function" ? [name] : [])),
  );

  it("have a command for each action, or a line that says why not", async function () {
    this.timeout(60_000);
    const using = await commandsUsing();
    const helpers = Object.values(HELPERS).flat();
    const acting = [...new Set([...(await actions()), ...exported.filter((name) => !helpers.includes(name))])].sort();
    const rows = acting.map((name) => {
      const commands = using.get(name) ?? [];
      return { name, commands, why: WHY_NOT[name] };
    });
    for (const { name, commands, why } of rows)
      console.log(`      ${name.padEnd(20)}${commands.length > 0 ? commands.join(", ") : `none: ${why}`}`);
    expect(rows.filter(({ commands, why }) => commands.length === 0 && why === undefined)).to.deep.equal([]);
    const needless = rows.filter(({ commands, why }) => commands.length > 0 && why !== undefined);
    expect(needless, "has a command after all").to.deep.equal([]);
    for (const name of Object.keys(WHY_NOT)) expect(acting, name).to.include(name);
    for (const name of helpers) expect(exported, name).to.include(name);
  });
});

/** The commands whose files, or the files of this package that they import, import each name from the SDK. */
async function commandsUsing(): Promise<ReadonlyMap<string, readonly string[]>> {
  const using = new Map<string, string[]>();
  for (const { command, file } of await commandFiles()) {
    for (const name of await sdkNames(file, new Set()))
      using.set(name, [...new Set([...(using.get(name) ?? []), command])]);
  }
  return using;
}

async function sdkNames(file: string, seen: Set<string>): Promise<readonly string[]> {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = await readFile(file, "utf8");
  const names: string[] = [];
  for (const [, list = "", from = ""] of text.matchAll(/^import (?:type )?\{([^}]*)\} from "([^"]+)";$/gm)) {
    if (from.startsWith("doorkey")) names.push(...list.split(",").map((one) => one.replace(/^\s*type /, "").trim()));
    if (from.startsWith(".")) names.push(...(await sdkNames(resolve(dirname(file), from), seen)));
  }
  return names;
}
