import { ZeroAddress } from "ethers";
import type { IdentityScope } from "../../attester/IdentityScope.ts";
import { type Address, sameAddress } from "../../core/Hex.ts";
import type { Audit } from "../Audit.ts";

/** The scope of the event at the suite's identity verifier; undefined if the event has another verifier. */
export function suiteScope({ connection, event }: Pick<Audit, "connection" | "event">): IdentityScope | undefined {
  const { identityVerifier, scope: eventId } = event.policy;
  const { chainId, rightsRegistry, deployment } = connection;
  const verifier = deployment.contracts.AttesterIdentityVerifier.address as Address;
  if (identityVerifier !== ZeroAddress && !sameAddress(identityVerifier, verifier)) return undefined;
  return { chainId, rightsRegistry, eventId, verifier };
}
