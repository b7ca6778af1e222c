import { InviteStaff } from "../components/InviteStaff.tsx";
import { RequestList } from "../components/RequestList.tsx";
import type { ScreenProps } from "../ScreenProps.ts";

/** Who works here, and the requests for lost phones. */
export function StaffScreen({ office }: ScreenProps) {
  const { staff, right } = office.words;
  return (
    <>
      <h1 id="part">{staff.title}</h1>
      {office.isManager ? (
        <div class="columns">
          <InviteStaff office={office} />
          <RequestList office={office} />
        </div>
      ) : (
        <p>{right.managersOnly}</p>
      )}
    </>
  );
}
