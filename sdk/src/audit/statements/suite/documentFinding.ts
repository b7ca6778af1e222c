import type { Audit } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";

/** Whether what is served is what was published. */
export function documentFinding({ document, event }: Audit): Finding {
  const figures = { published: event.documentHash };
  if (document.problem === undefined) return { says: "The served document has the published hash.", figures };
  const evidence = [{ note: document.problem, subject: event.uri }];
  if (document.differs) return { says: "Another document is served than was published.", figures, faults: evidence };
  return { says: "The document could not be read, so its terms were not compared.", figures, unchecked: evidence };
}
