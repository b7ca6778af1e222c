import { useLayoutEffect, useState } from "preact/hooks";
import { Icon, type IconName } from "../../shared/components/Icon.tsx";
import { keepScreenOn } from "../../shared/screen/keepScreenOn.ts";
import { listenToScanner } from "../wedge/listenToScanner.ts";
import { CameraView } from "./CameraView.tsx";
import { ChallengeScreen } from "./ChallengeScreen.tsx";
import { HandSheet } from "./HandSheet.tsx";
import { Header } from "./Header.tsx";
import { LastScan } from "./LastScan.tsx";
import { LightScreen } from "./LightScreen.tsx";
import { PinSheet } from "./PinSheet.tsx";
import type { ScreenProps } from "./ScreenProps.ts";
import { SettingsSheet } from "./SettingsSheet.tsx";
import { TypeSheet } from "./TypeSheet.tsx";

type Open = "type" | "hand" | "settings" | "pin-for-hand" | "pin" | undefined;

/** Where a steward works all night. */
export function ScanScreen({ gate, camera }: ScreenProps) {
  const { scan } = gate.words;
  const { view, challenge, apart, link, settings } = gate.state;
  const [open, setOpen] = useState<Open>(undefined);
  const close = () => setOpen(undefined);

  // Before the next key, so that the first sign of a code is heard.
  useLayoutEffect(() => {
    const controller = new AbortController();
    listenToScanner({ scanned: (typed) => void gate.scanTyped(typed), signal: controller.signal });
    void keepScreenOn(controller.signal);
    return () => controller.abort();
  }, []);

  const state = link.value;
  const mustWait = state.status === "alone" && settings.value?.alone === "stop";
  const shown = view.value;
  return (
    <main class="gate">
      <Header gate={gate} />
      <div class="notices">
        {state.status === "alone" && state.stranger && (
          <button type="button" class="notice" onClick={() => gate.leaveForJoin()}>
            {gate.words.join.again}: {gate.words.join.how}
          </button>
        )}
        {mustWait && <p class="notice bad">{scan.stopAloneWhy}</p>}
        {apart.value > 0 && <p class="notice">{scan.apart(apart.value)}</p>}
      </div>
      <CameraView gate={gate} camera={camera} />
      <div class="below">
        <LastScan gate={gate} />
        <div class="tools">
          {camera.torch.value !== "none" && (
            <Tool
              icon="torch"
              text={scan.torch}
              pressed={camera.torch.value === "on"}
              onClick={() => camera.toggleTorch()}
            />
          )}
          <Tool icon="keyboard" text={scan.type} onClick={() => setOpen("type")} />
          <Tool
            icon="challenge"
            text={scan.challenge}
            pressed={challenge.value !== undefined}
            onClick={() => gate.toggleChallenge()}
          />
          <Tool icon="hand" text={scan.byHand} onClick={() => setOpen(gate.isSupervisor ? "hand" : "pin-for-hand")} />
          <Tool icon="settings" text={scan.more} onClick={() => setOpen("settings")} />
        </div>
      </div>
      {challenge.value !== undefined && shown === undefined && (
        <ChallengeScreen gate={gate} challenge={challenge.value} />
      )}
      {shown !== undefined && (
        <>
          <Header gate={gate} tone={shown.tone} />
          <LightScreen gate={gate} view={shown} />
        </>
      )}
      {open === "type" && <TypeSheet gate={gate} onClose={close} />}
      {open === "hand" && <HandSheet gate={gate} onClose={close} />}
      {open === "pin-for-hand" && <PinSheet gate={gate} onClose={close} onRaised={() => setOpen("hand")} />}
      {open === "pin" && <PinSheet gate={gate} onClose={close} onRaised={() => setOpen("settings")} />}
      {open === "settings" && (
        <SettingsSheet gate={gate} camera={camera} onClose={close} onPin={() => setOpen("pin")} />
      )}
    </main>
  );
}

function Tool(props: {
  readonly icon: IconName;
  readonly text: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}) {
  const { icon, text, pressed, onClick } = props;
  return (
    <button type="button" class="button" aria-pressed={pressed} onClick={onClick}>
      <Icon name={icon} />
      {text}
    </button>
  );
}
