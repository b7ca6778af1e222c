import type { RightProps } from "./RightCard.tsx";

/** A dialog about one right. */
export type SheetProps = RightProps & { readonly onClose: () => void };
