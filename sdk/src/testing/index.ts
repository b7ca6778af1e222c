export { inlineRelay } from "./inlineRelay.ts";
export { type LocalChain, startLocalChain } from "./startLocalChain.ts";
export { startTestChain, type TestChain } from "./startTestChain.ts";
