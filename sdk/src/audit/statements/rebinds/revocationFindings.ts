import { toUtf8String } from "ethers";
import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { StatementTable } from "../../Statement.ts";
import type { Thresholds } from "../../thresholds.ts";
import type { Revocation } from "./watchRevocations.ts";

/** Revocations by who made them and the reason that they gave. */
export function revocationsFinding(revocations: readonly Revocation[]): Finding {
  const figures = Object.fromEntries(
    [...Map.groupBy(revocations, ({ as }) => as)].map(([as, its]) => [`by ${as}`, its.length]),
  );
  return {
    says: `${revocations.length} rights were revoked.`,
    figures: { revoked: revocations.length, ...figures },
    tables: [reasonsTable(revocations)],
  };
}

/** Revocations by the organizer in classes that sell by a draw, where they move the line. */
export function drawRevocations(
  revocations: readonly Revocation[],
  { revokedInDraw }: Pick<Thresholds, "revokedInDraw">,
): Finding {
  const found = revocations
    .filter(({ as, inDraw }) => as === "organizer's admin" && inDraw)
    .map(({ log, rightId, by, reason }) =>
      evidenceAt(log, `The organizer revoked it: ${textOf(reason)}.`, { rightId, subject: by }),
    );
  return {
    says: `The organizer revoked ${found.length} rights in classes that sell by a draw.`,
    figures: { revoked: found.length, threshold: revokedInDraw },
    flags: found.length > revokedInDraw ? found : [],
    evidence: found,
  };
}

function reasonsTable(revocations: readonly Revocation[]): StatementTable {
  const groups = Map.groupBy(revocations, ({ as, by, reason }) => JSON.stringify([as, by, textOf(reason)]));
  const rows = [...groups].map(([key, { length }]) => [...(JSON.parse(key) as string[]), length]);
  return { name: "revocations", columns: ["as", "by", "reason", "rights"], rows };
}

/** A reason as its sender wrote it, or as hex if its bytes are not plain text. */
function textOf(reason: string): string {
  try {
    const text = toUtf8String(reason.replace(/(00)+$/, ""));
    if (/\p{C}/u.test(text)) return reason;
    return text === "" ? "no reason" : text;
  } catch {
    return reason;
  }
}
