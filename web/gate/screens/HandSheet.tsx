import { useState } from "preact/hooks";
import type { ManualAnswer } from "../../../gate/src/protocol/answers.ts";
import type { ManualMessage } from "../../../gate/src/protocol/messages.ts";
import { Sheet } from "../../shared/components/Sheet.tsx";
import { venueTime } from "../../shared/locale/venueTime.ts";
import type { Gate } from "../Gate.ts";

type By = "order" | "seat" | "right";
const WAYS: readonly By[] = ["order", "seat", "right"];
/** What the chain keeps of a reason, in English, because the organizer reads the reasons of all gates. */
const REASONS = ["phone broken", "phone lost", "battery empty", "other"] as const;

/** Lets in whose phone fails. A supervisor does it, the hub counts it, and the chain sees that it was by hand. */
export function HandSheet({ gate, onClose }: { readonly gate: Gate; readonly onClose: () => void }) {
  const { hand, cancel, scan } = gate.words;
  const { manifest, settings, language } = gate.state;
  const [by, setBy] = useState<By>("order");
  const [number, setNumber] = useState("");
  const [classId, setClassId] = useState(1);
  const [reason, setReason] = useState<(typeof REASONS)[number]>(REASONS[0]);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const classes = Object.entries(manifest.value?.classes ?? {});
  const titles = { order: hand.what, seat: hand.seatNumber, right: hand.rightNumber };

  const letIn = async () => {
    const answer = await gate.letInByHand({ whom: whomOf(by, number, classId), reason });
    if (answer.status === "silent") setProblem(hand.needsHub);
    else if (answer.status === "refused") setProblem(answer.detail);
    else if (answer.value.status === "let-in") onClose();
    else setProblem(problemOf(answer.value));
  };
  const problemOf = ({ status, at, lane }: ManualAnswer) => {
    if (status !== "already-in" || at === undefined) {
      return {
        unknown: hand.unknown,
        void: hand.void,
        limit: hand.limit,
        closed: hand.closed,
        "already-in": scan.byHandBefore,
        "let-in": "",
      }[status];
    }
    return hand.alreadyIn(String(lane ?? "–"), venueTime(at, language.value, settings.value?.event.utcOffset));
  };
  return (
    <Sheet title={hand.title} close={cancel} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void letIn();
        }}
      >
        <div class="row">
          {WAYS.map((way) => (
            <button key={way} type="button" class="button" aria-pressed={by === way} onClick={() => setBy(way)}>
              {hand[way]}
            </button>
          ))}
        </div>
        {by === "seat" && (
          <label>
            {hand.class}
            <select value={classId} onChange={({ currentTarget }) => setClassId(Number(currentTarget.value))}>
              {classes.map(([id, { name }]) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {titles[by]}
          <input
            value={number}
            onInput={({ currentTarget }) => setNumber(currentTarget.value)}
            inputMode={by === "order" ? "text" : "numeric"}
            pattern={by === "order" ? undefined : "[0-9]{1,10}"}
            autocomplete="off"
            required
          />
        </label>
        <label>
          {hand.reason}
          <select
            value={reason}
            onChange={({ currentTarget }) =>
              setReason(REASONS.find((one) => one === currentTarget.value) ?? REASONS[0])
            }
          >
            {REASONS.map((one, i) => (
              <option key={one} value={one}>
                {hand.reasons[i]}
              </option>
            ))}
          </select>
        </label>
        {problem !== undefined && (
          <p class="bad-text" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" class="button main wide">
          {hand.letIn}
        </button>
      </form>
    </Sheet>
  );
}

function whomOf(by: By, number: string, classId: number): ManualMessage["whom"] {
  if (by === "order") return { reference: number.trim() };
  return by === "seat" ? { classId, seat: Number(number) } : { right: Number(number) };
}
