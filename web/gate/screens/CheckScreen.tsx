import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../shared/components/Icon.tsx";
import { isKept } from "../../shared/offline/keepOffline.ts";
import { useNow } from "../../shared/screen/useNow.ts";
import { nowAt } from "../state/state.ts";
import { ageText } from "./ages.ts";
import { LanguageChoice } from "./LanguageChoice.tsx";
import type { ScreenProps } from "./ScreenProps.ts";
import { allowSound, playTone } from "./sound.ts";

type Mark = "good" | "bad" | "open";

/** Seconds by which a device's clock may be off before the check says so. */
const CLOCK_OFF = 5;

/** What a steward tries before the first guest: sound, camera, torch, list, hub, clock. */
export function CheckScreen({ gate, camera }: ScreenProps) {
  const { check, scan, camera: problems } = gate.words;
  const { settings, link, hubMs, clockAhead, joinProblem } = gate.state;
  const [heard, setHeard] = useState<"no" | "played" | "yes">("no");
  const [kept, setKept] = useState(false);
  useNow();
  useEffect(() => {
    void isKept().then(setKept);
  });

  const list = listCheck(gate);
  const camStatus = camera.status.value;
  const isCameraBad = camStatus !== "on" && camStatus !== "off" && camStatus !== "opening";
  const ahead = clockAhead.value;
  const isHub = link.value.status === "hub";
  const isReady = list.mark === "good" && isHub && (camStatus === "on" || camStatus === "missing");
  return (
    <main class="page">
      <div>
        <p class="soft">
          {settings.value?.event.name}
          {settings.value !== undefined && ` · ${scan.lane(settings.value.lane.number, settings.value.lane.name)}`}
        </p>
        <h1>{check.title}</h1>
      </div>
      {joinProblem.value !== undefined && (
        <p class="bad-text" role="alert">
          {joinProblem.value}
        </p>
      )}
      <ul class="checks">
        <Check
          mark={heard === "yes" ? "good" : "open"}
          title={check.sound}
          says={heard === "yes" ? check.soundGood : check.soundNone}
        >
          <button
            type="button"
            class="button"
            onClick={async () => {
              await allowSound();
              playTone("go");
              setHeard("played");
            }}
          >
            {check.soundTry}
          </button>
          {heard === "played" && (
            <button type="button" class="button main" onClick={() => setHeard("yes")}>
              {check.soundHeard}
            </button>
          )}
        </Check>
        <Check
          mark={camStatus === "on" ? "good" : isCameraBad ? "bad" : "open"}
          title={check.camera}
          says={camStatus === "on" ? check.cameraGood : isCameraBad ? problems[camStatus] : ""}
        >
          {camStatus !== "on" && (
            <button
              type="button"
              class="button"
              onClick={() => camera.open(gate.state.choices.value.camera)}
              disabled={camStatus === "opening"}
            >
              {isCameraBad ? problems.again : check.cameraAllow}
            </button>
          )}
        </Check>
        {camStatus === "on" && (
          <Check
            mark={camera.torch.value === "on" ? "good" : "open"}
            title={check.torch}
            says={camera.torch.value === "none" ? check.torchNone : camera.torch.value === "on" ? check.torchGood : ""}
          >
            {camera.torch.value !== "none" && (
              <button type="button" class="button" onClick={() => camera.toggleTorch()}>
                {check.torchTry}
              </button>
            )}
          </Check>
        )}
        <Check mark={list.mark} title={check.list} says={list.says} />
        <Check
          mark={isHub ? "good" : "open"}
          title={check.hub}
          says={
            isHub ? check.hubGood(hubMs.value ?? 0) : link.value.status === "connecting" ? scan.hubSlow : check.hubAway
          }
        />
        <Check
          mark={ahead === undefined ? "open" : Math.abs(ahead) > CLOCK_OFF ? "bad" : "good"}
          title={check.clock}
          says={
            ahead === undefined
              ? check.clockUnknown
              : Math.abs(ahead) > CLOCK_OFF
                ? check.clockOff(Math.round(-ahead))
                : check.clockGood
          }
        />
        <Check
          mark={kept ? "good" : "open"}
          title={check.installed}
          says={kept ? check.installedGood : check.installedNot}
        />
      </ul>
      <LanguageChoice gate={gate} />
      <div class="end">
        <button type="button" class="button main wide" onClick={() => start()}>
          {isReady ? check.start : check.startAnyway}
        </button>
      </div>
    </main>
  );

  async function start() {
    // The tap that starts also allows the sound.
    await allowSound();
    if (camStatus === "off") void camera.open(gate.state.choices.value.camera);
    gate.startScanning();
  }
}

function Check(props: {
  readonly mark: Mark;
  readonly title: string;
  readonly says: string;
  readonly children?: ComponentChildren;
}) {
  const { mark, title, says, children } = props;
  return (
    <li data-mark={mark}>
      <span class={mark}>
        <Icon name={mark} />
      </span>
      <div class="text">
        <strong>{title}</strong>
        <span class="soft">{says}</span>
      </div>
      <div class="row">{children}</div>
    </li>
  );
}

function listCheck({ state, words }: ScreenProps["gate"]): { readonly mark: Mark; readonly says: string } {
  const { manifest, otherEvent } = state;
  const { check } = words;
  if (otherEvent.value) return { mark: "bad", says: check.listOther };
  if (manifest.value === undefined) return { mark: "bad", says: check.listMissing };
  const { takenAt, doorsOpenAt, batches } = manifest.value;
  const now = nowAt(state);
  const age = ageText(now - takenAt, words);
  // Until doors open, rights can still be returned and moved.
  if (takenAt < doorsOpenAt && now >= doorsOpenAt) return { mark: "bad", says: check.listEarly(age) };
  const rights = batches.reduce((sum, { statuses }) => sum + statuses.length, 0);
  return { mark: "good", says: check.listGood(rights, age) };
}
