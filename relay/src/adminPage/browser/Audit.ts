import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { AuditPage } from "../../http/adminSchemas.ts";
import { audit } from "./api.ts";
import { time } from "./format.ts";
import { Section, Table } from "./parts.ts";

/** @param acts How often the page has paused or resumed, after which the log is read again. */
export function Audit({ acts, onFault }: { acts: number; onFault: (error: unknown) => void }) {
  const [page, setPage] = useState<AuditPage>();
  const read = (before?: number) =>
    audit(before).then(
      (next) =>
        setPage((known) => (before === undefined ? next : { ...next, acts: [...(known?.acts ?? []), ...next.acts] })),
      onFault,
    );
  useEffect(() => void read(), [acts]);
  const next = page?.next ?? null;
  return h(
    Section,
    { id: "audit", title: "What operators did" },
    h(Table, {
      caption: "Acts of operators, the newest first",
      columns: ["Time", "Who", "Act", "Target", "Detail"],
      empty: "Nothing yet.",
      rows: (page?.acts ?? []).map(({ id, at, actor, act, target, detail }) => ({
        key: String(id),
        cells: [time(at), actor, act, target, detail],
      })),
    }),
    next !== null && h("button", { type: "button", onClick: () => void read(next) }, "Show older"),
  );
}
