import { useSignalEffect } from "@preact/signals";
import { ListScreen } from "./screens/ListScreen.tsx";
import { later } from "./screens/later.tsx";
import { OfferScreen } from "./screens/OfferScreen.tsx";
import type { ScreenProps } from "./screens/ScreenProps.ts";

const CheckScreen = later(async () => (await import("./screens/seldom.ts")).CheckScreen);
const TicketScreen = later(async () => (await import("./screens/ofTicket.ts")).TicketScreen);
const CodeScreen = later(async () => (await import("./screens/ofTicket.ts")).CodeScreen);
const AddScreen = later(async () => (await import("./screens/seldom.ts")).AddScreen);
const GiveBackScreen = later(async () => (await import("./screens/seldom.ts")).GiveBackScreen);
const LinkScreen = later(async () => (await import("./screens/seldom.ts")).LinkScreen);
const MoveScreen = later(async () => (await import("./screens/seldom.ts")).MoveScreen);
const ReceiveScreen = later(async () => (await import("./screens/seldom.ts")).ReceiveScreen);
const SellerScreen = later(async () => (await import("./screens/seldom.ts")).SellerScreen);
const SettingsScreen = later(async () => (await import("./screens/seldom.ts")).SettingsScreen);

/** The wallet: one screen at a time, in the fan's language. */
export function App({ wallet }: ScreenProps) {
  const { route, language } = wallet.state;
  useSignalEffect(() => {
    document.documentElement.lang = language.value;
  });
  return <Screen key={JSON.stringify(route.value)} wallet={wallet} />;
}

function Screen({ wallet }: ScreenProps) {
  const route = wallet.state.route.value;
  switch (route.to) {
    case "list":
      return <ListScreen wallet={wallet} />;
    case "add":
      return <AddScreen wallet={wallet} />;
    case "seller":
      return <SellerScreen wallet={wallet} />;
    case "settings":
      return <SettingsScreen wallet={wallet} />;
    case "offer":
      return <OfferScreen wallet={wallet} invitation={route.invitation} seller={route.seller} />;
    case "receive":
      return <ReceiveScreen wallet={wallet} event={route.event} seller={route.seller} />;
    case "check":
      return <CheckScreen wallet={wallet} back={route.back} seller={route.seller} />;
    case "fault":
      return <LinkScreen wallet={wallet} fault={route.fault} />;
    default:
      return <OfTicket wallet={wallet} />;
  }
}

/** The screens of one ticket. One that is not here, such as that of another browser, leads to the list. */
function OfTicket({ wallet }: ScreenProps) {
  const route = wallet.state.route.value;
  const ticket = "id" in route ? wallet.ticket(route.id) : undefined;
  if (ticket === undefined) return <ListScreen wallet={wallet} />;
  switch (route.to) {
    case "code":
      return <CodeScreen wallet={wallet} ticket={ticket} />;
    case "return":
      return <GiveBackScreen wallet={wallet} ticket={ticket} />;
    case "move":
      return <MoveScreen wallet={wallet} ticket={ticket} />;
    default:
      return <TicketScreen wallet={wallet} ticket={ticket} />;
  }
}
