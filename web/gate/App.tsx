import { useSignalEffect } from "@preact/signals";
import { CheckScreen } from "./screens/CheckScreen.tsx";
import { JoinScreen } from "./screens/JoinScreen.tsx";
import { LockedScreen } from "./screens/LockedScreen.tsx";
import { ScanScreen } from "./screens/ScanScreen.tsx";
import type { ScreenProps } from "./screens/ScreenProps.ts";

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
