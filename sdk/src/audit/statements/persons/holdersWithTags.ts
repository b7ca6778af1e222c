import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Tagging } from "./watchEvidence.ts";

/** Most persons of a party under one key. */
const PARTY = 4;

/** How many persons are behind each key. Keys with more persons than a party has are listed. */
export function holdersWithTags(taggings: readonly Tagging[]): Omit<Finding, "says"> & { readonly most: number } {
  const byHolder = Map.groupBy(taggings, ({ holder }) => holder);
  const counts = [...byHolder].map(([holder, its]) => ({
    holder,
    last: its.at(-1) as Tagging,
    tags: new Set(its.map(({ tag }) => tag)).size,
  }));
  const many = counts.filter(({ tags }) => tags > PARTY).sort((a, b) => b.tags - a.tags);
  return {
    most: counts.reduce((most, { tags }) => Math.max(most, tags), 0),
    figures: { holders: counts.length, holdersWithMany: many.length },
    evidence: many.map(({ holder, tags, last: { log, rightId } }) =>
      evidenceAt(log, `The key holds rights of ${tags} persons.`, { rightId, subject: holder }),
    ),
  };
}
