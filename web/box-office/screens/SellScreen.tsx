import { SaleCard } from "../components/SaleCard.tsx";
import { SaleLine } from "../components/SaleLine.tsx";
import { WishForm } from "../components/WishForm.tsx";
import type { ScreenProps } from "../ScreenProps.ts";

/** Two steps: keep the places, then show the invitation. Beside them the sales that are open. */
export function SellScreen({ office }: ScreenProps) {
  const { sales, current, eventId } = office.state;
  const { sell } = office.words;
  const sale = current.value === undefined ? undefined : sales.value.get(current.value);
  const open = [...sales.value.values()].filter(
    (one) => one.eventId === eventId.value && ["reserved", "waiting", "claimed"].includes(one.state),
  );
  return (
    <>
      <h1 id="part">{sell.title}</h1>
      <div class="columns">
        {sale === undefined ? <WishForm office={office} /> : <SaleCard key={sale.id} office={office} sale={sale} />}
        {open.length > 0 && (
          <section class="stack" aria-labelledby="open-sales">
            <h2 id="open-sales">{sell.mine}</h2>
            <ul class="list">
              {open.slice(0, 20).map((one) => (
                <SaleLine key={one.id} office={office} sale={one} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </>
  );
}
