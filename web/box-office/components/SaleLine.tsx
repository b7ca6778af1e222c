import type { Sale } from "../api/answers.ts";
import type { ScreenProps } from "../ScreenProps.ts";

/** A sale in a list, which opens it. */
export function SaleLine({ office, sale }: ScreenProps & { readonly sale: Sale }) {
  const { words } = office;
  const { order, className, quantity, seats, state, by, source } = sale;
  return (
    <li class="line" data-sale={sale.id} data-state={state}>
      <span class="grow">
        <strong>{words.sale.order(order)}</strong>
        <span class="soft hint">
          {className} · {words.sale.people(quantity)}
          {seats.length > 0 && ` · ${words.sale.seats(seats.join(", "))}`}
          {" · "}
          {source === "shop" ? words.sale.inShop : source === "import" ? words.sale.inImport : by && words.sale.by(by)}
        </span>
        <span class="mark" data-mark={state}>
          {words.sale.states[state]}
        </span>
      </span>
      <button
        type="button"
        class="button"
        aria-label={`${words.sale.open}: ${words.sale.order(order)}`}
        onClick={() => office.show(sale)}
      >
        {words.sale.open}
      </button>
    </li>
  );
}
