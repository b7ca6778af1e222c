import { useEffect, useState } from "preact/hooks";
import type { RebindRequest } from "../api/answers.ts";
import { askOffice } from "../api/askOffice.ts";
import type { ScreenProps } from "../ScreenProps.ts";
import { timeAt } from "./times.ts";
import { ActionState, useAction } from "./useAction.tsx";
import { useReading } from "./useReading.ts";

/** Requests for lost phones, which an admin of the organizer signs together. */
export function RequestList({ office }: ScreenProps) {
  const { words } = office;
  const { staff, sale, right } = words;
  const [requests, setRequests] = useState<readonly RebindRequest[]>([]);
  const action = useAction(words);
  const reading = useReading(words);
  const read = () =>
    reading.read(
      () => askOffice<{ readonly requests: readonly RebindRequest[] }>("/api/rebind-requests"),
      ({ requests }) => setRequests(requests),
    );
  useEffect(() => void read(), []);
  const drop = async (id: string) => {
    await askOffice(`/api/rebind-requests/${id}`, { method: "DELETE" });
    void read();
  };
  return (
    <section class="stack" aria-labelledby="requests">
      <h2 id="requests">{staff.requests}</h2>
      {requests.length === 0 ? (
        <p class="soft">{staff.noRequests}</p>
      ) : (
        <>
          <p class="soft">{staff.requestsHow}</p>
          <a class="button" href="/api/rebind-requests/file" download>
            {staff.download}
          </a>
        </>
      )}
      <ul class="list">
        {requests.map(({ id, rightId, recognised, at, by }) => (
          <li key={id} class="line">
            <span class="grow">
              <strong>{right.title(rightId)}</strong>
              <span class="hint">{recognised}</span>
              <span class="soft hint">
                {timeAt(office, at)} · {sale.by(by)}
              </span>
            </span>
            <button
              type="button"
              class="button"
              aria-label={`${staff.drop}: ${right.title(rightId)}`}
              onClick={() => action.run(() => drop(id))}
            >
              {staff.drop}
            </button>
          </li>
        ))}
      </ul>
      <ActionState of={[reading, action]} words={words} />
    </section>
  );
}
