import { useEffect, useState } from "preact/hooks";
import { Qr } from "../../shared/components/Qr.tsx";
import type { Member, Role } from "../api/answers.ts";
import { askOffice } from "../api/askOffice.ts";
import type { ScreenProps } from "../ScreenProps.ts";
import { CopyButton } from "./CopyButton.tsx";
import { timeAt } from "./times.ts";
import { ActionState, useAction } from "./useAction.tsx";
import { useReading } from "./useReading.ts";

type Link = { readonly url: string; readonly expiresAt: number };

/** The people of the box office: who may sign in, a link for one more, and the end of one's sessions. */
export function InviteStaff({ office }: ScreenProps) {
  const { words } = office;
  const { staff, bar } = words;
  const [people, setPeople] = useState<readonly Member[]>([]);
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("clerk");
  const [link, setLink] = useState<Link | undefined>(undefined);
  const action = useAction(words);
  const reading = useReading(words);
  const read = () =>
    reading.read(
      () => askOffice<{ readonly staff: readonly Member[] }>("/api/staff"),
      ({ staff }) => setPeople(staff),
    );
  useEffect(() => void read(), []);
  const invite = async () => {
    setLink(await askOffice<Link>("/api/staff/invitations", { body: { name: name.trim(), role } }));
    setName("");
    void read();
  };
  const remove = async (id: string) => {
    await askOffice(`/api/staff/${id}`, { method: "DELETE" });
    void read();
  };
  return (
    <section class="stack" aria-labelledby="people">
      <h2 id="people">{staff.people}</h2>
      <ul class="list">
        {people.map(({ id, name, role, removedAt }) => (
          <li key={id} class="line">
            <span class="grow">
              <strong>{name}</strong>
              <span class="soft hint">
                {bar.role[role]}
                {removedAt !== undefined && ` · ${staff.removed}`}
              </span>
            </span>
            {removedAt === undefined && (
              <button
                type="button"
                class="button bad"
                aria-label={`${staff.remove}: ${name}`}
                onClick={() => action.run(() => remove(id))}
              >
                {staff.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      <form
        class="stack card"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          action.run(invite);
        }}
      >
        <label>
          {staff.name}
          <input
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
            maxLength={40}
            autocomplete="off"
            required
          />
        </label>
        <label>
          {staff.role}
          <select
            value={role}
            onChange={({ currentTarget }) => setRole(currentTarget.value === "manager" ? "manager" : "clerk")}
          >
            <option value="clerk">{bar.role.clerk}</option>
            <option value="manager">{bar.role.manager}</option>
          </select>
        </label>
        <button type="submit" class="button main wide">
          {staff.invite}
        </button>
        <ActionState of={[reading, action]} words={words} />
        {link !== undefined && (
          <>
            <Qr text={link.url} label={staff.link} />
            <p>{staff.once(timeAt(office, link.expiresAt))}</p>
            <CopyButton text={link.url} words={words} />
          </>
        )}
      </form>
    </section>
  );
}
