import type { ComponentChildren } from "preact";
import type { Advice } from "../words/Words.ts";

/** What is, and what to do about it. */
export function Note(props: {
  readonly tone: "bad" | "warn" | "good" | "plain";
  readonly says: Advice;
  readonly children?: ComponentChildren;
}) {
  const { tone, says, children } = props;
  return (
    <div class={`note ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <strong>{says.title}</strong>
      {says.advice !== "" && <p>{says.advice}</p>}
      {children}
    </div>
  );
}
