import { useState } from "preact/hooks";
import type { Import, RefusedLine } from "../api/answers.ts";
import { askOffice } from "../api/askOffice.ts";
import type { ScreenProps } from "../ScreenProps.ts";
import { ActionState, useAction } from "./useAction.tsx";
import { useReading } from "./useReading.ts";

/** One list of orders: what is in it, how far it is, and which lines were left out. */
export function ImportCard({ office, of }: ScreenProps & { readonly of: Import }) {
  const { words } = office;
  const { import: texts } = words;
  const { id, name, kind, state, rows, bad, granted, refused, problem } = of;
  const [lines, setLines] = useState<readonly RefusedLine[] | undefined>(undefined);
  const action = useAction(words);
  const good = rows - bad;
  const reading = useReading(words);
  const read = () =>
    reading.read(
      () => askOffice<{ readonly refusals: readonly RefusedLine[] }>(`/api/imports/${id}/refusals`),
      ({ refusals }) => setLines(refusals),
    );
  return (
    <section class="card stack" aria-labelledby={`import-${id}`} data-import={id} data-state={state}>
      <h2 id={`import-${id}`}>{name}</h2>
      <p>
        {texts.rows(rows)} · {texts.kinds[kind]} · <strong>{texts.states[state]}</strong>
      </p>
      {bad > 0 && <p class="warn-text">{texts.bad(bad)}</p>}
      {state !== "checked" && (
        <>
          <progress value={granted + refused} max={good} aria-label={texts.progress(granted + refused, good)} />
          <p role="status">
            {texts.progress(granted + refused, good)} · {texts.granted(granted)} · {texts.refused(refused)}
          </p>
        </>
      )}
      {problem !== undefined && <p class="bad-text">{problem}</p>}
      <div class="row">
        {state === "checked" && office.isManager && (
          <button type="button" class="button main" onClick={() => action.run(() => office.start(id))}>
            {texts.start(good)}
          </button>
        )}
        {bad + refused > 0 && (
          <button type="button" class="button" aria-expanded={lines !== undefined} onClick={read}>
            {texts.refusals}
          </button>
        )}
        {state === "done" && (
          <a class="button" href={`/api/imports/${id}/result.csv`} download>
            {texts.download}
          </a>
        )}
      </div>
      <ActionState of={[reading, action]} words={words} />
      {lines !== undefined && <Lines office={office} lines={lines} />}
    </section>
  );
}

function Lines({ office, lines }: ScreenProps & { readonly lines: readonly RefusedLine[] }) {
  const { import: texts, sale } = office.words;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls is reached with the keyboard.
    <section class="scrolls" aria-label={texts.refusals} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.line}</th>
            <th scope="col">{texts.why}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ line, order, sentence }) => (
            <tr key={line}>
              <td>{line}</td>
              <td>
                {order !== undefined && `${sale.order(order)}: `}
                {sentence}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
