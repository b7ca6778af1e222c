/** The engine sends the requests that the intake stored, each one once. */

export { assertDeployment, DeploymentMismatch } from "./assertDeployment.ts";
export { createEngine, type Engine, type EngineParts } from "./Engine.ts";
export type { Failpoint, Recheck, RelaySigner, Suite, UnsignedTransaction } from "./EngineContext.ts";
export type { EngineEvent } from "./EngineEvent.ts";
export { defaultOptions, type EngineOptions } from "./EngineOptions.ts";
export { encodeExecute } from "./encodeForwarder.ts";
export { likelyFee } from "./fees.ts";
export { floorGas, returnGas, soloGas } from "./gasLimit.ts";
