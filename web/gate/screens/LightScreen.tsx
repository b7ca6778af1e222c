import { useState } from "preact/hooks";
import { Icon } from "../../shared/components/Icon.tsx";
import { Silhouette } from "../../shared/components/Silhouette.tsx";
import type { Gate } from "../Gate.ts";
import type { View } from "../scans/viewOf.ts";

/** The result of a scan. It fills the screen, and the next scan replaces it without a tap. */
export function LightScreen({ gate, view }: { readonly gate: Gate; readonly view: View }) {
  const { scan, challenge } = gate.words;
  const { tone, people, party, className, asks, again, scanId, reason } = view;
  const { mode, reminded } = gate.state;
  const helpsToChallenge = reason === "clock-wrong" || reason === "challenge-missing";
  return (
    <div class={`light ${tone}`} role="alert" data-reason={reason} key={view.shownAt}>
      <div class="middle">
        <div class="sign">
          <Silhouette tone={tone} />
          {people !== undefined && (
            <div class="people">
              <b>{people}</b>
              <span>{scan.people(people)}</span>
            </div>
          )}
        </div>
        <h1 class="word">{view.headline}</h1>
        {className !== undefined && <p class="extra">{scan.class(className)}</p>}
        <p class="sentence">{view.sentence}</p>
        {party !== undefined && people !== undefined && (
          <p class="extra">
            {party.outside === 0 ? scan.partyAll(party.size) : scan.party(people, party.outside, party.size)}
          </p>
        )}
        {mode.value === "look" && <p class="extra">{scan.lookOnly}</p>}
        {asks === "by-hand" && <p class="extra">{scan.byHandBefore}</p>}
        {asks !== undefined && reminded.value && <p class="extra">{scan.lookFirst}</p>}
      </div>
      <div class="actions">
        {again !== undefined && <p class="again">{again}</p>}
        {asks === "identity" && (
          <>
            <button type="button" class="button main" onClick={() => gate.decide("same-person")}>
              {scan.rightPerson}
            </button>
            <button type="button" class="button" onClick={() => gate.decide("other-person")}>
              {scan.otherPerson}
            </button>
          </>
        )}
        {asks === "by-hand" && gate.isSupervisor && (
          <button type="button" class="button main" onClick={() => gate.decide("let-in")}>
            {scan.letInToo}
          </button>
        )}
        {asks === undefined && scanId !== undefined && tone === "go" && <UndoButton gate={gate} scanId={scanId} />}
        {helpsToChallenge && (
          <button
            type="button"
            class="button"
            onClick={() => {
              gate.dismiss();
              gate.renewChallenge();
            }}
          >
            <Icon name="challenge" />
            {challenge.title}
          </button>
        )}
        {asks !== "identity" && (
          <button type="button" class="button" onClick={() => gate.dismiss()}>
            {scan.next}
          </button>
        )}
      </div>
    </div>
  );
}

/** Takes back the last entry. Says in words what came of it. */
export function UndoButton({ gate, scanId }: { readonly gate: Gate; readonly scanId: string }) {
  const [isUndoing, setUndoing] = useState(false);
  return (
    <button
      type="button"
      class="button"
      disabled={isUndoing}
      onClick={async () => {
        setUndoing(true);
        await gate.undo(scanId);
        setUndoing(false);
      }}
    >
      <Icon name="undo" />
      {gate.words.scan.undo}
    </button>
  );
}
