import type { Act } from "../api/answers.ts";
import type { ScreenProps } from "../ScreenProps.ts";
import { ActLine } from "./ActLine.tsx";
import { type Action, ActionState } from "./useAction.tsx";

/** The state of a change under its button. */
export function ChangeState({
  office,
  action,
  act,
}: ScreenProps & { readonly action: Action; readonly act: Act | undefined }) {
  return (
    <>
      <ActionState of={[action]} words={office.words} />
      {act !== undefined && (
        <ul class="list" aria-live="polite">
          <ActLine office={office} act={act} />
        </ul>
      )}
    </>
  );
}
