export { deploySuite } from "./deployment/deploySuite.ts";
export { inlineRelay } from "./testing/inlineRelay.ts";
export { startTestChain, type TestChain } from "./testing/startTestChain.ts";
