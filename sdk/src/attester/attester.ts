import { type Bound, bind } from "../calls/bindActions.ts";
import type { Connection } from "../chain/Connection.ts";
import { checkedConnection } from "../chain/checked.ts";
import { deployVerifier } from "./deployVerifier.ts";
import { identityScope } from "./IdentityScope.ts";
import { isAttester } from "./isAttester.ts";
import { readAttesters } from "./readAttesters.ts";
import { setAttester } from "./setAttester.ts";

const functions = { deployVerifier, identityScope, isAttester, readAttesters, setAttester };

/** The functions of this module that act on a chain, each bound to one connection. */
export type Attester = Bound<typeof functions>;

/**
 * The functions of this module that act on a chain, as methods of one connection.
 *
 * @example
 * import type { Address, Connection } from "doorkey";
 * import { attester } from "doorkey/attester";
 *
 * const believe = (connection: Connection, key: Address) =>
 *   attester(connection).setAttester({ scopeEventId: 7, attester: key, trusted: true });
 */
export function attester(connection: Connection): Attester {
  checkedConnection(connection);
  return bind(connection, functions);
}
