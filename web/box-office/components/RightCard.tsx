import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RightRow } from "../api/answers.ts";
import type { ScreenProps } from "../ScreenProps.ts";
import { MoveSheet } from "./MoveSheet.tsx";
import { NameSheet } from "./NameSheet.tsx";
import { ReturnSheet } from "./ReturnSheet.tsx";
import { RevokeSheet } from "./RevokeSheet.tsx";
import type { RightProps } from "./RightProps.ts";
import { timeAt } from "./times.ts";

const SHEETS = { return: ReturnSheet, revoke: RevokeSheet, move: MoveSheet, name: NameSheet } as const;
type Kind = keyof typeof SHEETS;

/** A right with all that happened to it, and what may still be done. */
export function RightCard({ office, right }: RightProps) {
  const { right: texts } = office.words;
  const [open, setOpen] = useState<Kind | undefined>(undefined);
  const heading = useRef<HTMLHeadingElement>(null);
  const wasOpened = useRef(false);
  const { rightId, className, seat, status, holder, named, freed, order } = right;
  const isLive = status === "granted" || status === "rebound";
  // The button that opened a dialog, and has the focus again when it closes, may be gone then or a moment later.
  useLayoutEffect(() => {
    wasOpened.current ||= open !== undefined;
    if (wasOpened.current && open === undefined && document.activeElement === document.body) heading.current?.focus();
  }, [open, isLive]);
  const Sheet = open && SHEETS[open];
  const kinds: readonly Kind[] = [
    "return",
    "move",
    ...(office.isManager ? (["revoke"] as const) : []),
    ...(office.isManager && !named && isOfNames(office, right) ? (["name"] as const) : []),
  ];
  return (
    <article class="card stack" aria-labelledby={`right-${rightId}`} data-right={rightId} data-status={status}>
      <h3 id={`right-${rightId}`} ref={heading} tabIndex={-1}>
        {texts.title(rightId)}
      </h3>
      <p>
        <strong class="mark" data-mark={isLive ? "kept" : "expired"}>
          {freed === undefined ? texts.states[status] : texts[freed]}
        </strong>{" "}
        {className}
        {seat !== undefined && ` · ${texts.seat(seat)}`}
        {order !== undefined && ` · ${office.words.sale.order(order)}`}
      </p>
      <History office={office} right={right} />
      <p class="soft hint">
        {texts.holder} <code class="whole">{holder}</code>
      </p>
      {isLive && (
        <div class="row">
          {kinds.map((kind) => (
            <button
              key={kind}
              type="button"
              class={kind === "revoke" ? "button bad" : "button"}
              onClick={() => setOpen(kind)}
            >
              {texts[kind]}
            </button>
          ))}
        </div>
      )}
      {Sheet !== undefined && <Sheet office={office} right={right} onClose={() => setOpen(undefined)} />}
    </article>
  );
}

/** Whether each right of the class gets a name, at its sale or later. */
function isOfNames({ event }: ScreenProps["office"], { eventId, classId }: RightRow): boolean {
  return event?.eventId === eventId && event.classes.some((one) => one.classId === classId && one.named);
}

function History({ office, right }: ScreenProps & { readonly right: RightRow }) {
  const { right: texts } = office.words;
  const { grantedAt, reboundAt, rebinds, named, entry } = right;
  return (
    <ul class="levels soft hint">
      <li>{texts.granted(timeAt(office, grantedAt))}</li>
      {rebinds > 0 && reboundAt !== undefined && <li>{texts.moved(rebinds, timeAt(office, reboundAt))}</li>}
      {entry !== undefined && <li>{texts.entered(timeAt(office, entry.at), entry.lane)}</li>}
      {isOfNames(office, right) && <li>{named ? texts.named : texts.notNamed}</li>}
    </ul>
  );
}
