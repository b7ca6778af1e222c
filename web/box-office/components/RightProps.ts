import type { RightRow } from "../api/answers.ts";
import type { ScreenProps } from "../ScreenProps.ts";

/** What is shown about one right. */
export type RightProps = ScreenProps & { readonly right: RightRow };

/** A dialog about one right. */
export type SheetProps = RightProps & { readonly onClose: () => void };
