import { toBeHex } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { latestBlock } from "../chain/latestBlock.ts";
import { readLogs } from "../chain/readLogs.ts";
import { ROLES, type Role } from "../core/contractEnums.ts";
import type { Address } from "../core/Hex.ts";
import { placeOfTeam, type TeamRef } from "./TeamRef.ts";

/** An account that a team lists. */
export type TeamMember = { readonly account: Address; readonly role: Exclude<Role, "none"> };

/**
 * Reads the members of an organizer's or agent's team from the log, because the chain answers for one account only.
 *
 * @throws CHAIN_UNREACHABLE.
 * @example
 * import { type Connection, readMembers } from "doorkey";
 *
 * async function adminsOf(connection: Connection, organizerId: number) {
 *   const members = await readMembers(connection, { organizerId });
 *   return members.filter(({ role }) => role === "admin").map(({ account }) => account);
 * }
 */
export async function readMembers(
  connection: Connection,
  team: readMembers.Parameters,
): Promise<readonly TeamMember[]> {
  checked(connection, team);
  const { contract, id } = placeOfTeam(team);
  const { address, block } = connection.deployment.contracts[contract];
  const abi = interfaces[contract];
  const topics = [[abi.getEvent("TeamRegistered").topicHash, abi.getEvent("TeamRoleSet").topicHash], toBeHex(id, 32)];
  const { number } = await latestBlock(connection);
  const roles = new Map<Address, Role>();
  for await (const log of readLogs(connection.provider, { address, topics }, block, number)) {
    const parsed = abi.parseLog(log);
    if (parsed?.name === "TeamRegistered") roles.set(parsed.args.admin, "admin");
    if (parsed?.name === "TeamRoleSet") roles.set(parsed.args.account, ROLES[Number(parsed.args.role)] ?? "none");
  }
  return [...roles].flatMap(([account, role]) => (role === "none" ? [] : [{ account, role }]));
}

export declare namespace readMembers {
  type Parameters = TeamRef;
}
