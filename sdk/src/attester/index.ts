export { type Attester, attester } from "./attester.ts";
export { attestPerson } from "./attestPerson.ts";
export { deployVerifier } from "./deployVerifier.ts";
export { destroyEventKey, type EventKey, newEventKey } from "./eventKey.ts";
export { type IdentityScope, identityScope } from "./IdentityScope.ts";
export { isAttester } from "./isAttester.ts";
export { type IdentityDocument, personTag } from "./personTag.ts";
export { readAttesters } from "./readAttesters.ts";
export { setAttester } from "./setAttester.ts";
