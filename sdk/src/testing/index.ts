export { inlineRelay } from "./inlineRelay.ts";
export { openShow, type Show, type ShowMoment } from "./openShow.ts";
export { type LocalChain, startLocalChain } from "./startLocalChain.ts";
export { type HardhatNetwork, startTestChain, type TestChain } from "./startTestChain.ts";
