import { useEffect, useRef, useState } from "preact/hooks";
import type { Found } from "../api/answers.ts";
import { RightCard } from "../components/RightCard.tsx";
import { SaleLine } from "../components/SaleLine.tsx";
import { ActionState } from "../components/useAction.tsx";
import { useReading } from "../components/useReading.ts";
import type { ScreenProps } from "../ScreenProps.ts";

/** Looks up sales and rights by what a buyer has at hand. */
export function FindScreen({ office }: ScreenProps) {
  const { words } = office;
  const { find } = words;
  const [text, setText] = useState("");
  const asked = useRef("");
  const [found, setFound] = useState<Found | undefined>(undefined);
  const reading = useReading(words);
  const { sales, acts } = office.state;
  const look = (what: string) => {
    asked.current = what;
    reading.read(() => office.find(what), setFound);
  };
  const changes = [...acts.value.values()]
    .filter(({ state, rightIds }) => state === "done" && found?.rights.some((one) => rightIds.includes(one.rightId)))
    .map(({ id }) => id)
    .join();
  // A fan, too, may give back or move a right while the clerk looks at it.
  useEffect(() => {
    if (changes !== "") look(asked.current);
  }, [changes]);
  return (
    <>
      <h1 id="part">{find.title}</h1>
      <search>
        <form
          class="row search"
          onSubmit={(submitted) => {
            submitted.preventDefault();
            look(text.trim());
          }}
        >
          <label class="grow">
            {find.what}
            <input
              type="search"
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
              maxLength={200}
              autocomplete="off"
              spellcheck={false}
              required
            />
          </label>
          <button type="submit" class="button main">
            {find.find}
          </button>
        </form>
      </search>
      <ActionState of={[reading]} words={words} />
      {found !== undefined && found.sales.length + found.rights.length === 0 && <p role="status">{find.nothing}</p>}
      {found !== undefined && found.sales.length > 0 && (
        <section class="stack" aria-labelledby="found-sales">
          <h2 id="found-sales">{find.sales}</h2>
          <ul class="list">
            {found.sales.map((sale) => (
              <SaleLine key={sale.id} office={office} sale={sales.value.get(sale.id) ?? sale} />
            ))}
          </ul>
        </section>
      )}
      {found !== undefined && found.rights.length > 0 && (
        <section class="stack" aria-labelledby="found-rights">
          <h2 id="found-rights">{find.rights}</h2>
          {found.rights.map((right) => (
            <RightCard key={right.rightId} office={office} right={right} />
          ))}
        </section>
      )}
    </>
  );
}
