import type { auditFormats } from "@latchkey/contract"
import type { ProjectRole, Role, StalePolicy, TokenScope } from "@latchkey/core"

// What commands offer to choose from. Written out rather than imported: commands are declared at each start and each Tab, and
// loading core and contract takes several times as long as all the rest of that. The types keep the lists whole.

export const roleChoices = namesOf<Role>({ admin: true, member: true })

export const projectRoleChoices = namesOf<ProjectRole>({ owner: true, member: true, viewer: true })

export const stalePolicyChoices = namesOf<StalePolicy>({ auto: true, keep: true, "break-glass": true, deny: true })

export const auditFormatChoices = namesOf<(typeof auditFormats)[number]>({ csv: true, jsonl: true, chain: true })

export const tokenScopeChoices = namesOf<TokenScope>({
  "keys:read": true,
  "keys:write": true,
  "tokens:write": true,
  "account:write": true,
  "audit:read": true,
  "projects:write": true,
  "servers:read": true,
  "servers:write": true,
  "accounts:write": true,
  "policy:write": true,
})

function namesOf<Name extends string>(all: Readonly<Record<Name, true>>): readonly string[] {
  return Object.keys(all)
}
