import { useMemo } from "preact/hooks";
import { Qr } from "../../shared/components/Qr.tsx";

/** A code for a gate. It is drawn again only when it is another one. */
export function EntryCode({ text, label }: { readonly text: string; readonly label: string }) {
  const code = useMemo(() => <Qr text={text} label={label} />, [text, label]);
  return <div class="entry-code">{code}</div>;
}
