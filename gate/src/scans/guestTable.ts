import type { Storage } from "../storage/openStorage.ts";

/** A right that the reference of an order names. */
export type Guest = { readonly reference: string; readonly serial: number };

/** Whom references of orders name, for entries by hand. The table is empty outside the event. */
export function guestTable({ db, write }: Storage) {
  const find = db.prepare("select serial from guest where reference = ? order by serial");
  const add = db.prepare("insert or ignore into guest(reference, serial) values(?, ?)");
  const clear = db.prepare("delete from guest");
  return {
    find: (reference: string): readonly number[] => find.all(normal(reference)).map(({ serial }) => Number(serial)),
    /** Replaces all of them. */
    set: (guests: readonly Guest[]) =>
      write(() => {
        clear.run();
        for (const { reference, serial } of guests) add.run(normal(reference), serial);
      }),
    drop: () => write(() => void clear.run()),
  };
}

/** People type references in small letters and with blanks. */
function normal(reference: string): string {
  return reference.normalize("NFKC").replace(/\s/g, "").toUpperCase();
}
