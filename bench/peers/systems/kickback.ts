/**
 * Kickback as published. Each guest registers with a deposit, and the organizer ends with a map of the guests who came.
 */

import { parseEther } from "ethers";
import type { Artifact } from "../compile.ts";
import { type Call, callOf } from "../lab.ts";
import { readPackageJson, versionOf } from "../packages.ts";
import type { GasRow } from "../rows.ts";
import type { System } from "../system.ts";

const PACKAGE = "@wearekickback/contracts";
const DEPOSIT = parseEther("0.01");
const COOLING_PERIOD = 7 * 24 * 3_600;
/** One word of an attendance map. */
const WORD = 256;

export const kickbackSystem: System = {
  name: "Kickback",
  async measure(lab) {
    const { organizer, guests } = lab;
    const artifact = (await readPackageJson(`${PACKAGE}/build/contracts/EthConference.json`)) as Artifact;
    const conference = await lab.deploy(artifact, "Night", DEPOSIT, WORD, COOLING_PERIOD, organizer.address);
    const source = `measured: ${PACKAGE} ${await versionOf(PACKAGE)}, published bytecode`;
    const base = { system: this.name, source };
    const register = async (guest: (typeof guests)[number]): Promise<Call> => ({
      ...(await callOf(conference, guest, "register")),
      value: DEPOSIT,
    });

    const rows: GasRow[] = [];
    for (const [i, guest] of guests.slice(0, WORD).entries()) {
      const call = await register(guest);
      // The first one pays for the counter. All later ones are alike.
      if (i === 1) rows.push(await lab.measure({ ...base, operation: "issue (register)", n: 1, call, events: 1 }));
      await lab.send(call);
    }
    // One call ends the event, so there is no row for fewer guests.
    for (const came of [100, WORD]) {
      const call = await callOf(conference, organizer, "finalize", [2n ** BigInt(came) - 1n]);
      const operation = `check in (finalize, ${came} of ${WORD})`;
      const inspect = async () => {
        if ((await conference.getFunction("totalAttended")()) !== BigInt(came))
          throw new Error("the attendance was not stored");
      };
      rows.push(await lab.measure({ ...base, operation, n: came, call, events: 1, inspect }));
    }
    return rows;
  },
};
