import type { Manifest, Verdict } from "doorkey/code";
import type { Settings } from "../../../gate/src/protocol/answers.ts";
import { decideScan } from "../../../gate/src/protocol/decideScan.ts";
import type { Party } from "../../../gate/src/protocol/partyOf.ts";
import type { ClaimBook } from "./ClaimBook.ts";

/** A decision without a hub: a verdict, or that this gate must not decide or cannot. */
export type AloneDecision =
  | { readonly status: "decided"; readonly verdict: Verdict; readonly party: Party | undefined }
  | { readonly status: "stopped" }
  | { readonly status: "no-list" };

/** Decides with what the gate has. The same functions decide at the hub. */
export function decideAlone(text: string, ground: decideAlone.Ground): AloneDecision {
  const { settings, manifest, claims, now, challenge, scanId } = ground;
  if (settings === undefined || manifest === undefined || claims === undefined) return { status: "no-list" };
  if (settings.alone === "stop") return { status: "stopped" };
  const { policy, lane, ownClasses } = settings;
  const { verdict, party } = decideScan(text, {
    manifest,
    claims,
    now,
    scanId,
    lane: lane.number,
    policy: {
      ...policy,
      ...(settings.alone === "own-classes" && ownClasses !== undefined && { classes: ownClasses }),
      ...(challenge !== undefined && { demandChallenge: true, challenges: [challenge] }),
    },
  });
  return { status: "decided", verdict, party };
}

export declare namespace decideAlone {
  type Ground = {
    readonly settings: Settings | undefined;
    readonly manifest: Manifest | undefined;
    readonly claims: ClaimBook | undefined;
    /** Of this scan. The hub may have stored it before its answer was lost. */
    readonly scanId: string;
    /** Seconds, by the hub's clock. */
    readonly now: number;
    readonly challenge: { readonly value: `0x${string}`; readonly expiresAt: number } | undefined;
  };
}
