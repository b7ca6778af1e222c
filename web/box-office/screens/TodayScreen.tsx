import { useEffect, useRef, useState } from "preact/hooks";
import { oneAtATime } from "../../shared/latest/oneAtATime.ts";
import type { SaleState, Totals } from "../api/answers.ts";
import { askOffice } from "../api/askOffice.ts";
import { Quotas } from "../components/Quotas.tsx";
import { ActionState } from "../components/useAction.tsx";
import { useReading } from "../components/useReading.ts";
import type { ScreenProps } from "../ScreenProps.ts";

const STATES: readonly SaleState[] = ["reserved", "waiting", "claimed", "granted", "cancelled", "expired"];
const CHANGES = ["returned", "revoked", "moved", "named"] as const;

/** The sums of a day, and what is left now. */
export function TodayScreen({ office }: ScreenProps) {
  const { words } = office;
  const { today, sell } = words;
  const { eventId, classes, told } = office.state;
  const [day, setDay] = useState(dayOf(new Date()));
  const [totals, setTotals] = useState<Totals | undefined>(undefined);
  const reading = useReading(words);
  const look = useRef(() => Promise.resolve());
  look.current = () => {
    const query = new URLSearchParams({ eventId: `${eventId.value}`, day });
    return reading.read(() => askOffice<Totals>(`/api/totals?${query}`), setTotals);
  };
  const [lookAgain] = useState(() => oneAtATime(() => look.current()));
  // Again whenever a sale or a change was told. A list of orders makes many of them.
  useEffect(lookAgain, [day, eventId.value, told.value]);
  return (
    <>
      <h1 id="part">{today.title}</h1>
      <label class="short">
        {today.day}
        <input
          type="date"
          value={day}
          onInput={({ currentTarget }) => currentTarget.value && setDay(currentTarget.value)}
        />
      </label>
      <ActionState of={[reading]} words={words} />
      {totals !== undefined && <SalesTable office={office} totals={totals} />}
      {totals !== undefined && (
        <section class="stack" aria-labelledby="changed">
          <h2 id="changed">{today.changed}</h2>
          <dl class="figures">
            {CHANGES.map((name) => (
              <div key={name}>
                <dt>{today[name]}</dt>
                <dd>{totals[name]}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section class="stack" aria-labelledby="left">
        <h2 id="left">{today.left}</h2>
        {classes.value.map(({ classId, name, placesLeft, quotas }) => (
          <div key={classId} class="card stack">
            <h3>{name}</h3>
            <p>{placesLeft > 0 ? sell.left(placesLeft) : sell.full}</p>
            <Quotas words={words} quotas={quotas} />
          </div>
        ))}
      </section>
    </>
  );
}

function SalesTable({ office, totals }: ScreenProps & { readonly totals: Totals }) {
  const { today, sale } = office.words;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls is reached with the keyboard.
    <section class="scrolls" aria-label={today.sold} tabIndex={0}>
      <table>
        <caption>{today.sold}</caption>
        <thead>
          <tr>
            <th scope="col">{today.class}</th>
            {STATES.map((state) => (
              <th key={state} scope="col">
                {sale.states[state]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {totals.classes.map((row) => (
            <tr key={row.className}>
              <th scope="row">{row.className}</th>
              {STATES.map((state) => (
                <td key={state}>{row[state] ?? 0}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The day of the clerk's clock, as an input of days has it. */
function dayOf(date: Date): string {
  const part = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}
