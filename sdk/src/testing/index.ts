export { deploySuite } from "../chain/deployment/deploySuite.ts";
export { inlineRelay } from "./inlineRelay.ts";
export { startTestChain, type TestChain } from "./startTestChain.ts";
