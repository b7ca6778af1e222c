import { useSignalEffect } from "@preact/signals";
import { Bar } from "./components/Bar.tsx";
import type { ScreenProps } from "./ScreenProps.ts";
import { FindScreen } from "./screens/FindScreen.tsx";
import { ImportScreen } from "./screens/ImportScreen.tsx";
import { SellScreen } from "./screens/SellScreen.tsx";
import { SignInScreen } from "./screens/SignInScreen.tsx";
import { StaffScreen } from "./screens/StaffScreen.tsx";
import { TodayScreen } from "./screens/TodayScreen.tsx";
import { WaitingScreen } from "./screens/WaitingScreen.tsx";

const SCREENS = {
  sell: SellScreen,
  find: FindScreen,
  import: ImportScreen,
  today: TodayScreen,
  waiting: WaitingScreen,
  staff: StaffScreen,
} as const;

/** The page: one part at a time, in the clerk's language. */
export function App({ office }: ScreenProps) {
  const { stage, language, tab, eventId } = office.state;
  useSignalEffect(() => {
    document.documentElement.lang = language.value;
    document.title = office.words.title;
  });
  if (stage.value === "opening") return <main class="page" aria-busy="true" />;
  if (stage.value === "signed-out") return <SignInScreen office={office} />;
  const Screen = SCREENS[tab.value];
  return (
    <>
      <Bar office={office} />
      <main class="page counter" aria-labelledby="part">
        {eventId.value === undefined && tab.value !== "staff" ? (
          <h1 id="part">{office.words.bar.noEvents}</h1>
        ) : (
          <Screen key={eventId.value} office={office} />
        )}
      </main>
    </>
  );
}
