import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { ProblemError } from "../problems/ProblemError.ts";
import type { Row } from "../storage/columns.ts";
import { numberOf, textOf } from "../storage/columns.ts";
import type { Storage } from "../storage/openStorage.ts";

/** A manager may revoke, import, move by evidence, name, and invite others; a clerk sells. */
export type Role = "clerk" | "manager";

/** A person who works in the box office. Times in seconds since 1970. */
export type Member = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly addedAt: number;
  readonly removedAt?: number;
};

/** A link that lets one person in. The token is the only copy, because the office keeps a hash. */
export type StaffInvitation = {
  readonly token: string;
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: number;
};

/** A member who is signed in. */
export type Session = { readonly member: Member; readonly expiresAt: number };

/** Who works in the box office, and who is signed in. */
export type Staff = {
  readonly invite: (of: { readonly name: string; readonly role: Role }) => StaffInvitation;
  /** @throws TOKEN_UNKNOWN, TOKEN_USED, TOKEN_EXPIRED */
  readonly signIn: (token: string) => Session & { readonly secret: string };
  /** @throws SESSION_MISSING, SESSION_EXPIRED */
  readonly sessionOf: (secret: string | undefined) => Session;
  /** Returns the id of the member who was signed in with it. */
  readonly signOut: (secret: string) => string | undefined;
  readonly list: () => readonly Member[];
  /**
   * Removes a member and ends the member's sessions, and the links under that name that nobody used. A manager may have
   * made more of them, so after a manager no open link is left. @throws STAFF_UNKNOWN
   */
  readonly remove: (id: string) => Member;
};

/** Seconds for which an invitation is good. */
const INVITED_SECONDS = 900;

/** @param options.now Seconds since 1970. */
export function openStaff({ storage, now, sessionSeconds }: openStaff.Options): Staff {
  const { db, write } = storage;
  const memberOf = (id: string): Member | undefined => {
    const row = db.prepare("select * from staff where id = ?").get(id);
    return row && memberIn(row);
  };

  return {
    invite: ({ name, role }) => {
      const token = randomBytes(18).toString("base64url");
      const expiresAt = now() + INVITED_SECONDS;
      write(() =>
        db.prepare("insert into staff_token values (?, ?, ?, ?, null)").run(hashOf(token), name, role, expiresAt),
      );
      return { token, name, role, expiresAt };
    },

    signIn: (token) =>
      write(() => {
        const { name, role } = useToken(db, token, now());
        const member = known(db, name, role) ?? add(db, name, role, now());
        const secret = randomBytes(32).toString("base64url");
        const expiresAt = now() + sessionSeconds;
        db.prepare("delete from session where expires_at < ?").run(now() - sessionSeconds);
        db.prepare("insert into session values (?, ?, ?)").run(hashOf(secret), member.id, expiresAt);
        return { member, expiresAt, secret };
      }),

    sessionOf: (secret) => {
      const row = secret && db.prepare("select staff, expires_at from session where hash = ?").get(hashOf(secret));
      const member = row ? memberOf(String(row.staff)) : undefined;
      if (!row || member === undefined || member.removedAt !== undefined) throw new ProblemError("SESSION_MISSING");
      const expiresAt = Number(row.expires_at);
      if (now() >= expiresAt) throw new ProblemError("SESSION_EXPIRED");
      return { member, expiresAt };
    },

    signOut: (secret) =>
      textOf(write(() => db.prepare("delete from session where hash = ? returning staff").get(hashOf(secret)))?.staff),

    list: () => db.prepare("select * from staff order by added_at, id").all().map(memberIn),

    remove: (id) => {
      const member = memberOf(id);
      if (member === undefined) throw new ProblemError("STAFF_UNKNOWN");
      write(() => {
        db.prepare("update staff set removed_at = coalesce(removed_at, ?) where id = ?").run(now(), id);
        db.prepare("delete from session where staff = ?").run(id);
        db.prepare("delete from staff_token where used_at is null and (name = ? or ? = 'manager')").run(
          ...[member.name, member.role],
        );
      });
      return memberOf(id) as Member;
    },
  };
}

export declare namespace openStaff {
  type Options = { readonly storage: Storage; readonly now: () => number; readonly sessionSeconds: number };
}

function useToken(db: DatabaseSync, token: string, at: number): { readonly name: string; readonly role: Role } {
  const hash = hashOf(token);
  const row = db.prepare("select * from staff_token where hash = ?").get(hash);
  if (row === undefined) throw new ProblemError("TOKEN_UNKNOWN");
  if (row.used_at !== null) throw new ProblemError("TOKEN_USED");
  if (at >= Number(row.expires_at)) throw new ProblemError("TOKEN_EXPIRED");
  db.prepare("update staff_token set used_at = ? where hash = ?").run(at, hash);
  return { name: String(row.name), role: roleIn(row) };
}

/** A person who comes back with a new link. */
function known(db: DatabaseSync, name: string, role: Role): Member | undefined {
  const row = db.prepare("select * from staff where name = ? and role = ? and removed_at is null").get(name, role);
  return row && memberIn(row);
}

function add(db: DatabaseSync, name: string, role: Role, addedAt: number): Member {
  const id = randomBytes(9).toString("hex");
  db.prepare("insert into staff values (?, ?, ?, ?, null)").run(id, name, role, addedAt);
  return { id, name, role, addedAt };
}

function memberIn(row: Row): Member {
  const removedAt = numberOf(row.removed_at);
  return {
    id: String(row.id),
    name: String(row.name),
    role: roleIn(row),
    addedAt: Number(row.added_at),
    ...(removedAt !== undefined && { removedAt }),
  };
}

const roleIn = (row: Row): Role => (row.role === "manager" ? "manager" : "clerk");

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");
