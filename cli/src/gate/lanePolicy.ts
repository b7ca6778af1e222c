import type { Manifest, PasskeySite, Policy } from "doorkey/code";
import { UsageError } from "../terminal/failures.ts";

/** What a lane requires beyond the rules of the chain, as its options name it. */
export type LaneWishes = {
  readonly class?: readonly string[];
  readonly identify?: readonly string[];
  /** Pages where passkeys were made. */
  readonly passkeys?: readonly string[];
  /** Domain that these passkeys belong to. */
  readonly passkeyDomain?: string;
};

export function lanePolicy(
  { class: classes, identify, passkeys, passkeyDomain }: LaneWishes,
  manifest: Pick<Manifest, "classes">,
): Policy {
  return {
    ...(classes !== undefined && { classes: idsOf(classes, manifest) }),
    ...(identify !== undefined && { identity: { classes: idsOf(identify, manifest) } }),
    passkeys: sitesOf(passkeys, passkeyDomain),
  };
}

/** A domain alone stands for the page at that domain. */
function sitesOf(pages: readonly string[] | undefined, domain: string | undefined): PasskeySite[] {
  if (domain === undefined) return (pages ?? []).map((origin) => ({ origin }));
  return (pages ?? [`https://${domain}`]).map((origin) => {
    const { hostname } = new URL(origin);
    if (hostname === domain || hostname.endsWith(`.${domain}`)) return { origin, rpId: domain };
    throw new UsageError(
      `Passkeys that were made on ${hostname} cannot belong to ${domain}.`,
      `Name the domain of that page, or a parent of it: --passkey-domain ${hostname}`,
    );
  });
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
