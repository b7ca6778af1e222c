import type { Address } from "doorkey/buyer";

/** What this browser remembers about the draw of a class: the address of its key, and the link to its entry. */
export type DrawMemory = {
  holder(): Address | undefined;
  keepHolder(holder: Address): void;
  entry(): string | undefined;
  keepEntry(id: string): void;
};

export function drawMemoryOf(eventId: number, path: string, storage: Storage = localStorage): DrawMemory {
  const key = (name: string) => `${name}:${eventId}${path}`;
  return {
    holder: () => (storage.getItem(key("draw-holder")) as Address | null) ?? undefined,
    keepHolder: (holder) => storage.setItem(key("draw-holder"), holder),
    entry: () => storage.getItem(key("draw-entry")) ?? undefined,
    keepEntry: (id) => storage.setItem(key("draw-entry"), id),
  };
}
