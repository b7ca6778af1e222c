import { useLayoutEffect, useRef } from "preact/hooks";
import { Qr } from "../../shared/components/Qr.tsx";
import { useNow } from "../../shared/screen/useNow.ts";
import type { Sale, SaleState } from "../api/answers.ts";
import type { ScreenProps } from "../ScreenProps.ts";
import { CopyButton } from "./CopyButton.tsx";
import { InviteForm } from "./InviteForm.tsx";
import { countdown, timeAt } from "./times.ts";
import { ActionState, useAction } from "./useAction.tsx";

/** What happens to a sale that goes well, in this order. */
const STEPS: readonly SaleState[] = ["reserved", "waiting", "claimed", "granted", "kept"];

/** The second step: a sale from its kept places to the pass in the wallet, as it happens. */
export function SaleCard({ office, sale }: ScreenProps & { readonly sale: Sale }) {
  const { words } = office;
  const { sale: texts, sell } = words;
  const { order, className, quantity, seats, state, problem } = sale;
  const action = useAction(words);
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed may be gone, and with it the place of a clerk who works with the keyboard.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, [state]);
  const mayCancel = state === "reserved" || state === "waiting";
  return (
    <section class="stack card" aria-labelledby="sale" data-sale={sale.id} data-state={state}>
      <p class="soft">{sell.step(2)}</p>
      <h2 id="sale" ref={heading} tabIndex={-1}>
        {texts.order(order)}
      </h2>
      <p>
        {className} · {texts.people(quantity)}
        {seats.length > 0 && ` · ${texts.seats(seats.join(", "))}`}
      </p>
      <Steps office={office} state={state} />
      {state === "reserved" && <InviteForm office={office} sale={sale} />}
      {state === "waiting" && <Invitation office={office} sale={sale} />}
      <Deadline office={office} sale={sale} />
      {problem !== undefined && (
        <p class="bad-text" role="alert">
          {problem.sentence}
        </p>
      )}
      <ActionState of={[action]} words={words} />
      <div class="row">
        <button
          type="button"
          class="button"
          onClick={() => {
            office.state.current.value = undefined;
          }}
        >
          {sell.another}
        </button>
        {mayCancel && (
          <button type="button" class="button bad" onClick={() => action.run(() => office.cancel(sale.id))}>
            {texts.cancel}
          </button>
        )}
      </div>
    </section>
  );
}

function Steps({ office, state }: ScreenProps & { readonly state: SaleState }) {
  const { states } = office.words.sale;
  const reached = STEPS.indexOf(state);
  if (reached < 0) {
    return (
      <p class="bad-text" role="status">
        {states[state]}
      </p>
    );
  }
  return (
    <>
      <ol class="steps" aria-hidden="true">
        {STEPS.map((step, i) => (
          <li key={step} data-step={i < reached ? "past" : i === reached ? "now" : "ahead"}>
            {states[step]}
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {states[state]}
      </p>
    </>
  );
}

function Invitation({ office, sale }: ScreenProps & { readonly sale: Sale }) {
  const { words } = office;
  if (sale.link === undefined) {
    const isElsewhere = sale.source !== "box-office" && !office.isManager;
    return <p class="warn-text">{isElsewhere ? words.sale.forManager : words.sale.noWallet}</p>;
  }
  return (
    <>
      <Qr text={sale.link} label={words.sale.invitation} />
      <p>{words.sale.show}</p>
      <CopyButton text={sale.link} words={words} />
    </>
  );
}

/** How long the places are kept, or the phone may claim them. */
function Deadline({ office, sale }: ScreenProps & { readonly sale: Sale }) {
  const now = useNow() / 1_000;
  const { keptFor, validUntil, over } = office.words.sale;
  const { state, keptUntil, expiresAt } = sale;
  if (state === "reserved" && keptUntil !== undefined) {
    return (
      <p class={now < keptUntil ? "soft" : "warn-text"}>
        {now < keptUntil ? keptFor(countdown(keptUntil - now)) : over}
      </p>
    );
  }
  if (state !== "waiting" || expiresAt === undefined) return null;
  return (
    <p class={now < expiresAt ? "soft" : "warn-text"}>
      {now < expiresAt ? validUntil(timeAt(office, expiresAt)) : over}
    </p>
  );
}
