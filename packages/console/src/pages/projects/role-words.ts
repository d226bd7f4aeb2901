import type { ProjectRole } from "@latchkey/core"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** What each role of a project is called, and what it may do there. */
export const roleWords: Readonly<
  Record<ProjectRole, { readonly name: MessageDescriptor; readonly may: MessageDescriptor }>
> = {
  owner: { name: msg`Owner`, may: msg`Invites and removes people, and does all that members do.` },
  member: { name: msg`Member`, may: msg`Adds, changes and deletes machine keys.` },
  viewer: { name: msg`Viewer`, may: msg`Sees everything and changes nothing.` },
}
