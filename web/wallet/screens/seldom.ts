/** Screens that few fans open, which load together. */
export { AddScreen } from "./AddScreen.tsx";
export { CheckScreen } from "./CheckScreen.tsx";
export { GiveBackScreen } from "./GiveBackScreen.tsx";
export { LinkScreen } from "./LinkScreen.tsx";
export { MoveScreen } from "./MoveScreen.tsx";
export { ReceiveScreen } from "./ReceiveScreen.tsx";
export { SellerScreen } from "./SellerScreen.tsx";
export { SettingsScreen } from "./SettingsScreen.tsx";
