import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A code of a link, for another phone. What draws it loads when it is needed, because most fans open a link on the phone. */
export function LinkQr(props: { readonly text: string; readonly label: string }) {
  const [Qr, setQr] = useState<ComponentType<typeof props>>();
  useEffect(() => {
    void import("../../shared/components/Qr.tsx").then(
      (loaded) => setQr(() => loaded.Qr),
      () => undefined,
    );
  }, []);
  return Qr === undefined ? null : <Qr {...props} />;
}
