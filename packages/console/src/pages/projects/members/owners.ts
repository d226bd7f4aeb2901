import type { Member } from "@latchkey/contract"

/** Whether nobody who is enabled would own the project without this member: then they can neither leave nor step down. */
export function isLastOwner(member: Member, members: readonly Member[]): boolean {
  if (member.role !== "owner") return false
  return !members.some(
    ({ account, role }) => role === "owner" && account.disabledAt === null && account.id !== member.account.id,
  )
}
