export { ConfigError, createKeystore, type Mistake } from "doorkey-server";
export type { Alarm, AlarmCode } from "./alarms/Alarms.ts";
export type { Config } from "./config/Config.ts";
export { parseConfig } from "./config/parseConfig.ts";
export { starter } from "./config/starter.ts";
export { type GateKeys, openKeys } from "./keys/keystore.ts";
export { hashOfPin } from "./keys/pin.ts";
export { type ProblemCode, problemTable } from "./problems/problemTable.ts";
export { type Gate, startGate } from "./startGate/startGate.ts";
