export { attest } from "./attester/attest.ts";
export { type Attester, attester } from "./attester/attester.ts";
export { deployVerifier } from "./attester/deployVerifier.ts";
export { destroyEventKey, type EventKey, newEventKey } from "./attester/eventKey.ts";
export { type IdentityScope, identityScope } from "./attester/IdentityScope.ts";
export { isAttester } from "./attester/isAttester.ts";
export { type IdentityDocument, personTag } from "./attester/personTag.ts";
export { setAttester } from "./attester/setAttester.ts";
