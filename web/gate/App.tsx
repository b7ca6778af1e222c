import { useSignalEffect } from "@preact/signals";
import type { CameraControl } from "./camera/CameraControl.ts";
import type { Gate } from "./Gate.ts";
import { CheckScreen } from "./screens/CheckScreen.tsx";
import { JoinScreen } from "./screens/JoinScreen.tsx";
import { LockedScreen } from "./screens/LockedScreen.tsx";
import { ScanScreen } from "./screens/ScanScreen.tsx";

export type ScreenProps = { readonly gate: Gate; readonly camera: CameraControl };

/** The page: one screen at a time, in the steward's language and look. */
export function App({ gate, camera }: ScreenProps) {
  const { stage, language, choices } = gate.state;
  useSignalEffect(() => {
    const { look } = choices.value;
    const root = document.documentElement;
    root.lang = language.value;
    if (look === undefined) root.removeAttribute("data-look");
    else root.setAttribute("data-look", look);
  });
  switch (stage.value) {
    case "join":
      return <JoinScreen gate={gate} />;
    case "check":
      return <CheckScreen gate={gate} camera={camera} />;
    case "scan":
      return <ScanScreen gate={gate} camera={camera} />;
    case "locked":
      return <LockedScreen gate={gate} />;
    default:
      return <main class="page" aria-busy="true" />;
  }
}
