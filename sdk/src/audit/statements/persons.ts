import type { Audit, AuditLog } from "../Audit.ts";
import { definePart, type Finding } from "../AuditPart.ts";
import { evidenceAt } from "../evidenceAt.ts";
import { percent } from "./percent.ts";
import { type CheckedEvidence, checkEvidence } from "./persons/checkEvidence.ts";
import { holdersWithTags } from "./persons/holdersWithTags.ts";
import { tagsTable } from "./persons/tagsTable.ts";
import { type Tagging, watchEvidence } from "./persons/watchEvidence.ts";
import { watchLimit } from "./persons/watchLimit.ts";
import { rightAt } from "./rightAt.ts";
import { suiteScope } from "./suiteScope.ts";

/** Whether each person got what one person may have, and who says that they exist. */
export const persons = definePart(
  "persons",
  {
    "persons.limit": {
      title: "No person had more rights at a time than one may have, over all events of the scope.",
      rule: "EntryRightRegistry: maxPerPerson of the event's policy, counted in its scope.",
    },
    "persons.evidence": {
      title: "Each person tag has evidence for its right's holder and agent, in time, from an attester trusted then.",
      rule: "AttesterIdentityVerifier.personTag, with the attesters of that moment.",
    },
    "persons.tags": {
      title: "How many persons each attester vouched for, by hour, and which keys hold for many persons.",
      rule: "The attester who signed the evidence. A party of one key has at most 4 persons.",
    },
    "persons.moved": {
      title: "Which rights of a person went to another key of that person.",
      rule: "RightRebound of a right with a person tag.",
    },
  },
  (audit, judge) => {
    const limit = watchLimit(audit.eventId);
    const evidence = watchEvidence(audit.eventId);
    const moved: AuditLog[] = [];
    return {
      see: (log, before) => {
        limit.see(log, before);
        evidence.see(log, before);
        if (log.name !== "RightRebound" || Number(log.args.eventId) !== audit.eventId) return;
        if (rightAt(before, log.args.rightId)?.named) moved.push(log);
      },
      conclude: async () => {
        const { taggings } = evidence;
        const checked = await evidenceOf(audit, taggings);
        const { most, ...holders } = holdersWithTags(taggings);
        return [
          judge("persons.limit", {
            says: `${limit.persons()} persons got rights in the scope, each at most ${limit.most()} at a time.`,
            figures: { persons: limit.persons(), most: limit.most(), maxPerPerson: audit.event.policy.maxPerPerson },
            faults: limit.faults,
          }),
          judge("persons.evidence", findingOf(checked, taggings.length)),
          judge("persons.tags", {
            says: `${taggings.length} tags were bound to rights. No key holds for more than ${most} persons.`,
            ...holders,
            tables: typeof checked === "string" ? [] : [tagsTable(checked)],
          }),
          judge("persons.moved", {
            says: `${moved.length} of ${taggings.length} rights with a person went to another key.`,
            figures: { moved: moved.length, percent: percent(moved.length, taggings.length) },
            evidence: moved.map((log) =>
              evidenceAt(log, "The right went to another key.", {
                rightId: log.args.rightId,
                subject: log.args.holder,
              }),
            ),
          }),
        ];
      },
    };
  },
);

/** What was checked, or why nothing can be. */
async function evidenceOf(audit: Audit, taggings: readonly Tagging[]): Promise<CheckedEvidence | string> {
  const scope = suiteScope(audit);
  if (scope !== undefined) return checkEvidence(audit, scope, taggings);
  return `The identity verifier ${audit.event.policy.identityVerifier} is not the suite's: its evidence is not checked.`;
}

function findingOf(checked: CheckedEvidence | string, tags: number): Finding {
  if (typeof checked === "string") {
    return { says: checked, figures: { tags }, unchecked: [{ note: checked }] };
  }
  const { faults, unchecked, checked: count, signers } = checked;
  return {
    says: `${signers.filter((signer) => signer !== undefined).length} of ${tags} tags have good evidence.`,
    figures: { tags, checked: count },
    faults,
    unchecked,
  };
}
