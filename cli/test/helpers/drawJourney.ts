import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Connection, Hex } from "doorkey";
import { attestPerson, identityScope } from "doorkey/attester";
import { offers, readDraw, signRound } from "doorkey/ballot";
import { LOCAL_BEACON } from "doorkey/deployment";
import { getAddress, getBytes, id, toBeHex, Wallet } from "ethers";
import { devKeys } from "../../src/terminal/devKeys.ts";
import type { Sale } from "./openSale.ts";

const DAY = 86_400;

/** The event of the examples of `doorkey draw`, and its class. */
const PLACE = { eventId: 4, className: "standing" } as const;

/** The holder of the appeal in an example, and what stands there for evidence, a tag and an attester. */
const LATE = "0x00000000000000000000000000000000000000A5";
const NO_EVIDENCE = "0x12";
const TAG = `0x${"11".repeat(32)}`;

const PEOPLE = 8;

const tagOf = (n: number): Hex => id(`person ${n}`) as Hex;
const holderOf = (n: number): Hex => getAddress(toBeHex(0xd00d_0000n + BigInt(n), 20)) as Hex;

type Stage = {
  readonly directory: string;
  /** Runs a command that no example shows. */
  readonly run: (...words: string[]) => Promise<string>;
  readonly connection: () => Promise<Connection>;
  readonly clock: () => Sale["node"]["clock"];
};

type Step = "open" | "list" | "appeal" | "prove" | "accept" | "hold" | "advance" | "restore" | "attester";

/** What must be there before each example of `doorkey draw`: they make one draw from its opening to a hand-over. */
export function drawJourney({ directory, run, connection, clock }: Stage) {
  const write = (file: string, text: string) => writeFile(join(directory, file), text);
  const keyOf = (role: string) => new Wallet(devKeys.find((one) => one.role === role)?.privateKey ?? "");
  const state = async () => readDraw(await connection(), PLACE);

  async function evidence(personTag: Hex, holder: string): Promise<Hex> {
    const chain = await connection();
    const scope = await identityScope(chain, { eventId: PLACE.eventId });
    const issuedAt = await clock().now();
    const terms = { scope, personTag, holder, agentId: 1, issuedAt, expiresAt: issuedAt + DAY };
    return attestPerson(terms, keyOf("attester"));
  }

  async function publish(): Promise<void> {
    const event = JSON.parse(await readFile(join(directory, "event.json"), "utf8"));
    const now = await clock().now();
    const iso = (days: number) => new Date((now + days * DAY) * 1_000).toISOString();
    const { schedule } = event.doorkey;
    for (const name of Object.keys(schedule)) schedule[name] = iso(30);
    Object.assign(schedule, { salesOpenAt: iso(0), doorsCloseAt: iso(31) });
    Object.assign(event, { doorTime: iso(30), startDate: iso(30.1), endDate: iso(31) });
    const ballot = { listUntil: iso(1), sealAt: iso(2), keepUntil: iso(20) };
    event.doorkey.policy = { identityVerifier: "attester", maxPerPerson: 1, maxRebinds: 1, minPublicBps: 0 };
    event.doorkey.classes = { standing: { supply: 3, named: true, sale: "ballot", ballot } };
    await write("ballot.json", JSON.stringify(event));
    await run("publish", "ballot.json", "--organizer", "1", "--as", "organizer");
    await run("attesters", "set", keyOf("attester").address, "--event", "4", "--as", "organizer");
    const agent = ["--agent", "1", "--event", "4", "--class", "standing", "--quota", "4294967295"];
    await run("agents", "designate", ...agent, "--as", "organizer");
  }

  async function writeWinners(count: number): Promise<void> {
    const entries = Array.from({ length: PEOPLE }, (_, n) => tagOf(n));
    const all = await offers(await connection(), { ...PLACE, entries });
    const rows = await Promise.all(
      all.slice(0, count).map(async ({ entry }) => {
        const n = entries.indexOf(entry);
        return `W-${n},standing,${holderOf(n)},1,,${await evidence(entry, holderOf(n))}`;
      }),
    );
    winner = all[0]?.entry ?? winner;
    await write("winners.csv", `order,class,holder,quantity,seats,evidence\n${rows.join("\n")}\n`);
  }

  let winner: string = TAG;

  const steps: { readonly [step in Step]: () => Promise<void> } = {
    open: publish,
    list: () =>
      write(
        "entries.csv",
        `order,class,tag,party\n${Array.from({ length: PEOPLE }, (_, n) => `A-${n},standing,${tagOf(n)},`).join("\n")}\n`,
      ),
    appeal: async () => clock().travelTo((await state()).listUntil),
    prove: async () => {
      const { round, roundAt } = await state();
      await clock().travelTo(roundAt + 3);
      await write("round.json", JSON.stringify(signRound(getBytes(LOCAL_BEACON.secretKey), round)));
    },
    accept: () => writeWinners(1),
    hold: async () => void (await run("pause", "--event", "4", "--as", "organizer")),
    advance: async () => {
      await run("resume", "--event", "4", "--as", "organizer");
      await run("grant", "winners.csv", "--event", "4", "--agent", "1", "--as", "agent");
      await clock().travelTo((await state()).deadline);
    },
    restore: async () => {},
    attester: async () => {
      const taking = ["organizer", "register", "New Hall", "--site", "https://new.example", "--as", "agent", "--json"];
      const { organizerId } = JSON.parse(await run(...taking));
      await run("hand-over", "--event", "4", "--to", String(organizerId), "--as", "organizer");
      await run("accept", "--event", "4", "--to", String(organizerId), "--as", "agent");
      await run("attesters", "set", keyOf("attester").address, "--event", "4", "--as", "agent");
    },
  };

  return {
    before: (step: Step) => steps[step](),
    /** The example with what only the chain of the test has. */
    fitting: async (example: string): Promise<string> => {
      if (example.includes(NO_EVIDENCE)) return example.replace(NO_EVIDENCE, await evidence(id("late") as Hex, LATE));
      if (example.includes(TAG)) return example.replace(TAG, winner);
      return example.includes("draw attester") ? example.replace(LATE, keyOf("attester").address) : example;
    },
  };
}
