import { ActLine } from "../components/ActLine.tsx";
import { ImportCard } from "../components/ImportCard.tsx";
import { SaleLine } from "../components/SaleLine.tsx";
import { timeAt } from "../components/times.ts";
import type { ScreenProps } from "../ScreenProps.ts";

/** What was sent and is not in the chain yet. */
export function WaitingScreen({ office }: ScreenProps) {
  const { words } = office;
  const { waiting } = words;
  const { sales, acts, imports, head } = office.state;
  const claimed = [...sales.value.values()].filter(({ state }) => state === "claimed");
  const open = [...acts.value.values()].filter(({ state }) => state === "open" || state === "undecided");
  const running = [...imports.value.values()].filter(({ state }) => state === "running");
  return (
    <>
      <h1 id="part">{waiting.title}</h1>
      {head.value !== undefined && (
        <p class="soft">{waiting.block(head.value.block, timeAt(office, head.value.readAt))}</p>
      )}
      {claimed.length + open.length + running.length === 0 && <p role="status">{waiting.none}</p>}
      {claimed.length > 0 && (
        <section class="stack" aria-labelledby="waiting-sales">
          <h2 id="waiting-sales">{waiting.sales}</h2>
          <ul class="list">
            {claimed.map((sale) => (
              <SaleLine key={sale.id} office={office} sale={sale} />
            ))}
          </ul>
        </section>
      )}
      {open.length > 0 && (
        <section class="stack" aria-labelledby="waiting-acts">
          <h2 id="waiting-acts">{waiting.acts}</h2>
          <ul class="list">
            {open.map((act) => (
              <ActLine key={act.id} office={office} act={act} />
            ))}
          </ul>
        </section>
      )}
      {running.length > 0 && (
        <section class="stack" aria-labelledby="waiting-imports">
          <h2 id="waiting-imports">{waiting.imports}</h2>
          {running.map((one) => (
            <ImportCard key={one.id} office={office} of={one} />
          ))}
        </section>
      )}
    </>
  );
}
