import { useMemo } from "preact/hooks";
import { Qr } from "../../shared/components/Qr.tsx";

/** The code with a ring around it that runs down. White in every look, because a scanner reads black on white. */
export function EntryCode(props: {
  readonly text: string;
  readonly label: string;
  /** Seconds that are left, and of how many. */
  readonly left: number;
  readonly of: number;
}) {
  const { text, label, left, of } = props;
  const code = useMemo(() => <Qr text={text} label={label} />, [text, label]);
  return (
    <div class="entry-code">
      {code}
      <svg class="ring" viewBox="0 0 36 36" aria-hidden="true">
        <circle cx="18" cy="18" r="16" pathLength={1} />
        <circle class="left" cx="18" cy="18" r="16" pathLength={1} stroke-dasharray={`${Math.max(0, left) / of} 1`} />
        <text x="18" y="18" text-anchor="middle" dominant-baseline="central">
          {Math.max(0, Math.ceil(left))}
        </text>
      </svg>
    </div>
  );
}
