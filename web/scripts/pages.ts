/** The pages that the build makes. */
import { join } from "node:path";
import { buildPage, type Files, WEB } from "./buildPage.ts";

/** The folder that a hub serves. */
export const BUILT_GATE = join(WEB, "dist", "gate");
/** The folder that any host of static files serves as the wallet. */
export const BUILT_WALLET = join(WEB, "dist", "wallet");
/** The folder that an office serves to its clerks. */
export const BUILT_BOX_OFFICE = join(WEB, "dist", "box-office");

/** The gate page, to dist/gate if `into` names no other folder. It reads camera frames in a worker. */
export function buildGate({ into = BUILT_GATE, ...options }: buildPage.Options = {}): Promise<Files> {
  return buildPage({ name: "gate", worker: "gate/camera/decode.worker.ts" }, { into, ...options });
}

/** The wallet, to dist/wallet if `into` names no other folder. */
export function buildWallet({ into = BUILT_WALLET, ...options }: buildPage.Options = {}): Promise<Files> {
  return buildPage({ name: "wallet" }, { into, ...options });
}

/** The box office, to dist/box-office if `into` names no other folder. */
export function buildBoxOffice({ into = BUILT_BOX_OFFICE, ...options }: buildPage.Options = {}): Promise<Files> {
  return buildPage({ name: "box-office" }, { into, ...options });
}
