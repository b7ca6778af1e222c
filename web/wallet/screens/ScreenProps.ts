import type { Wallet } from "../Wallet.ts";

export type ScreenProps = { readonly wallet: Wallet };
