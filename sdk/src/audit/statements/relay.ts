import { recoverAddress } from "ethers";
import { breathe } from "../../core/breathe.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { requestDigester } from "../../relay/forwardRequest.ts";
import type { Audit, AuditLog, AuditTransaction } from "../Audit.ts";
import { definePart } from "../AuditPart.ts";
import { evidenceAt } from "../evidenceAt.ts";
import type { Evidence } from "../Statement.ts";
import { unreadable } from "./unreadable.ts";
import { withTransactions } from "./withTransactions.ts";

/** A request as the forwarder's calldata has it. */
type Signed = { readonly signature: Hex; readonly digest: Hex };

/** A request that was executed; `why` says why its transaction is not read. */
type Found = { readonly log: AuditLog; readonly signed: Signed | undefined; readonly why: string | undefined };

/** Requests that relays carried for this event. */
export const relay = definePart(
  "relay",
  {
    "relay.requests": {
      title: "Each relayed request was executed once, as its signer signed it.",
      rule: "GasRelayForwarder.execute: BadSignature and NonceUsed.",
    },
  },
  (audit, judge) => {
    const repeated: Evidence[] = [];
    /** Transactions that did something for the event. */
    const ofEvent = new Set<Hex>();
    return {
      see: (log, before) => {
        if (Number(log.args.eventId) === audit.eventId) ofEvent.add(log.transactionHash);
        if (log.name !== "RequestExecuted") return;
        if (before.nonces.get(log.args.from)?.has(log.args.nonce) === true) {
          repeated.push(evidenceAt(log, "This nonce was used before.", { subject: log.args.from }));
        }
      },
      conclude: async () => {
        const isOfEvent = ({ transactionHash }: AuditLog) => ofEvent.has(transactionHash);
        const executed = [...audit.logsOf("GasRelayForwarder", "RequestExecuted")].filter(isOfEvent);
        const skipped = [...audit.logsOf("GasRelayForwarder", "RequestSkipped")].filter(isOfEvent);
        const relayers = new Set<Address>();
        const found: Found[] = [];
        let carried: { readonly by: AuditTransaction; readonly requests: readonly Signed[] } | undefined;
        const items = executed.map((log) => ({ log }));
        for await (const [{ log }, transaction] of withTransactions(audit, items)) {
          if (carried?.by !== transaction) carried = { by: transaction, requests: requestsIn(audit, transaction) };
          const signed = carried.requests.find(({ digest }) => digest === log.args.hash);
          relayers.add(transaction.from);
          found.push({ log, signed, why: unreadable(transaction) });
        }
        const forged: Evidence[] = [];
        for (const { log, signed } of found) {
          await breathe();
          if (signed === undefined || signerOf(signed) === log.args.from) continue;
          forged.push(evidenceAt(log, "Its signature is not that of its signer.", { subject: log.args.from }));
        }
        const foreign = found
          .filter(({ signed, why }) => signed === undefined && why === undefined)
          .map(({ log }) => evidenceAt(log, "The transaction has no such request.", { subject: log.args.from }));
        const unread = found.flatMap(({ log, why }) =>
          why === undefined ? [] : [evidenceAt(log, `It is not read: ${why}.`)],
        );
        const failed = executed.filter(({ args }) => args.success === false).length;
        return [
          judge("relay.requests", {
            says: `${relayers.size} relayers carried ${executed.length} requests; ${failed} failed, and ${skipped.length} were skipped.`,
            figures: { requests: executed.length, failed, skipped: skipped.length, relayers: relayers.size },
            faults: [...repeated, ...foreign, ...forged],
            unchecked: unread,
          }),
        ];
      },
    };
  },
);

function requestsIn({ suite, connection }: Audit, { calls }: AuditTransaction): Signed[] {
  const forwarder = connection.deployment.contracts.GasRelayForwarder.address;
  const digestOf = requestDigester({ chainId: Number(suite.chainId), forwarder });
  return calls
    .filter(({ contract, name }) => contract === "GasRelayForwarder" && name === "execute")
    .flatMap(({ args }) => [...args.requests])
    .map(({ request, signature }) => {
      const { from, to, gas, nonce, deadline, relayer, data } = request;
      const wire = { from, to, gas: String(gas), nonce: String(nonce), deadline: Number(deadline), relayer, data };
      return { signature, digest: digestOf(wire) };
    });
}

/** The account that signed; undefined for bytes that are no signature. */
function signerOf({ digest, signature }: Signed): string | undefined {
  try {
    return recoverAddress(digest, signature);
  } catch {
    return undefined;
  }
}
