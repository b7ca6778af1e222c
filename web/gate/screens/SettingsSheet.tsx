import type { ComponentChildren } from "preact";
import { Sheet } from "../../shared/components/Sheet.tsx";
import { LanguageChoice } from "./LanguageChoice.tsx";
import type { ScreenProps } from "./ScreenProps.ts";

const MODES = ["enter", "leave", "look"] as const;
const LOOKS = ["device", "light", "dark", "sunlight"] as const;

/** What a steward may choose, and behind the PIN what a supervisor may. */
export function SettingsSheet(props: ScreenProps & { readonly onClose: () => void; readonly onPin: () => void }) {
  const { gate, camera, onClose, onPin } = props;
  const { settings: words, modes, pin, scan, camera: cameras } = gate.words;
  const { choices, mode, deviceName } = gate.state;
  const look = choices.value.look ?? "device";
  const speech = choices.value.speech === true;
  return (
    <Sheet title={words.title} close={scan.close} onClose={onClose}>
      <Choice title={words.look}>
        {LOOKS.map((one) => (
          <Press key={one} pressed={look === one} onClick={() => gate.chooseLook(one === "device" ? undefined : one)}>
            {words.looks[one]}
          </Press>
        ))}
      </Choice>
      <LanguageChoice gate={gate} />
      {camera.cameras.value.length > 1 && (
        <label>
          {cameras.choose}
          <select
            value={camera.chosen.value}
            onChange={async ({ currentTarget: { value } }) => {
              await camera.open(value);
              await gate.choose({ camera: value });
            }}
          >
            {camera.cameras.value.map(({ deviceId, label }, i) => (
              <option key={deviceId} value={deviceId}>
                {label === "" ? cameras.unnamed(i + 1) : label}
              </option>
            ))}
          </select>
        </label>
      )}
      <Choice title={words.speech}>
        <Press pressed={speech} onClick={() => gate.choose({ speech: true })}>
          {words.on}
        </Press>
        <Press pressed={!speech} onClick={() => gate.choose({ speech: false })}>
          {words.off}
        </Press>
      </Choice>
      {gate.isSupervisor ? (
        <Choice title={modes.title}>
          {MODES.map((one) => (
            <Press key={one} pressed={mode.value === one} onClick={() => gate.setMode(one)}>
              {modes[one]}
            </Press>
          ))}
          <button type="button" class="button" onClick={() => gate.lower()}>
            {pin.end}
          </button>
        </Choice>
      ) : (
        <button type="button" class="button wide" onClick={onPin}>
          {words.supervisor}
        </button>
      )}
      <button type="button" class="button" onClick={() => gate.checkAgain()}>
        {words.checkAgain}
      </button>
      <p class="soft">{words.device(deviceName.value)}</p>
    </Sheet>
  );
}

function Choice({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <fieldset class="choice">
      <legend>{title}</legend>
      <div class="row">{children}</div>
    </fieldset>
  );
}

function Press(props: {
  readonly pressed: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}) {
  const { pressed, onClick, children } = props;
  return (
    <button type="button" class="button" aria-pressed={pressed} onClick={onClick}>
      {children}
    </button>
  );
}
