import { contractAt } from "../abi/contracts.ts";
import type { Ballot } from "../abi/generated/Ballot.ts";
import type { DrandBeacon } from "../abi/generated/DrandBeacon.ts";
import type { Connection } from "../chain/Connection.ts";

/** The suite's Ballot and its beacon, for reading. */
export function ballotAt({ deployment, provider }: Connection): {
  readonly ballot: Ballot;
  readonly beacon: DrandBeacon;
} {
  const { Ballot, DrandBeacon } = deployment.contracts;
  return {
    ballot: contractAt("Ballot", Ballot.address, provider),
    beacon: contractAt("DrandBeacon", DrandBeacon.address, provider),
  };
}
