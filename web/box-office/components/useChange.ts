import { useState } from "preact/hooks";
import type { Act } from "../api/answers.ts";
import type { ScreenProps } from "../ScreenProps.ts";
import { type Action, useAction } from "./useAction.tsx";

/** One change of rights at the chain, and what came of it. */
export function useChange({ office }: ScreenProps) {
  const action: Action = useAction(office.words);
  const [id, setId] = useState<string | undefined>(undefined);
  const change = (path: Parameters<typeof office.change>[0], body: object) =>
    action.run(async () => {
      const act = await office.change(path, body);
      setId(act.id);
    });
  const act: Act | undefined = id === undefined ? undefined : office.state.acts.value.get(id);
  return { action, act, change };
}
