/** The engine: it takes what the intake stored to the chain, once each. */

export { assertDeployment, DeploymentMismatch } from "./assertDeployment.ts";
export { createEngine, type Engine, type EngineParts } from "./Engine.ts";
export type { Failpoint, Recheck, RelaySigner, Suite, UnsignedTransaction } from "./EngineContext.ts";
export type { EngineEvent } from "./EngineEvent.ts";
export { defaultOptions, type EngineOptions } from "./EngineOptions.ts";
export { returnGas, soloGas, TRANSACTION_GAS_CAP } from "./gasLimit.ts";
