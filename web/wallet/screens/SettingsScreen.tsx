import type { Language } from "doorkey/code";
import { useEffect, useState } from "preact/hooks";
import { isLanguage, LANGUAGES } from "../../shared/locale/languages.ts";
import { isKept } from "../../shared/offline/keepOffline.ts";
import { Note } from "../components/Note.tsx";
import { Page } from "../components/Page.tsx";
import { fragmentOf } from "../links/readRoute.ts";
import { exportPasses } from "../tickets/exportPasses.ts";
import type { ScreenProps } from "./ScreenProps.ts";

/** The language, whether the browser keeps the wallet, and a list of its tickets to save. */
export function SettingsScreen({ wallet }: ScreenProps) {
  const { words, state } = wallet;
  const { settings } = words;
  const [offline, setOffline] = useState<boolean>();
  const [persisted, setPersisted] = useState<boolean>();
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    void isKept().then(setOffline);
    void Promise.resolve(navigator.storage?.persisted?.() ?? false).then(setPersisted);
  }, []);
  const speak = (language: Language) =>
    wallet.chooseLanguage(language).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  const save = () => {
    const url = URL.createObjectURL(new Blob([exportPasses(state.tickets.value)], { type: "application/json" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: "tickets.json" });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Page title={settings.title} back={{ words: words.back, to: fragmentOf("list") }}>
      <label>
        {settings.language}
        <select
          value={state.language.value}
          onChange={({ currentTarget: { value } }) => {
            if (isLanguage(value)) void speak(value);
          }}
        >
          {Object.entries(LANGUAGES).map(([tag, name]) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {hasFailed && <Note tone="bad" says={words.faults.other} />}
      <dl class="card">
        <dt>{settings.offline}</dt>
        <dd>{offline === true ? settings.offlineYes : settings.offlineNo}</dd>
        <dt>{settings.kept}</dt>
        <dd>{persisted === true ? settings.keptYes : settings.keptNo}</dd>
      </dl>
      {state.tickets.value.length > 0 && (
        <>
          <button type="button" class="button wide" onClick={save}>
            {settings.export}
          </button>
          <p class="soft">{settings.exportHow}</p>
        </>
      )}
    </Page>
  );
}
