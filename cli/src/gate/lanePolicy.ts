import type { Manifest, Policy } from "doorkey/code";
import { UsageError } from "../terminal/failures.ts";

/** What a lane requires beyond the rules of the chain, as its options name it. */
export type LaneWishes = {
  readonly class?: readonly string[];
  readonly identify?: readonly string[];
  readonly passkeys?: string;
};

export function lanePolicy(
  { class: classes, identify, passkeys }: LaneWishes,
  manifest: Pick<Manifest, "classes">,
): Policy {
  return {
    ...(classes !== undefined && { classes: idsOf(classes, manifest) }),
    ...(identify !== undefined && { identity: { classes: idsOf(identify, manifest) } }),
    ...(passkeys !== undefined && { passkey: { origin: new URL(passkeys).origin, rpId: new URL(passkeys).hostname } }),
  };
}

function idsOf(names: readonly string[], { classes }: Pick<Manifest, "classes">): number[] {
  const known = Object.entries(classes).map(([id, { name }]) => ({ id: Number(id), name }));
  return names.map((name) => {
    const found = known.find((class_) => class_.name === name);
    if (found !== undefined) return found.id;
    throw new UsageError(
      `The event has no class "${name}".`,
      `Its classes are ${known.map((one) => one.name).join(", ")}.`,
    );
  });
}
