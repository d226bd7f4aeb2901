import {
  type Account,
  type AuthTokenId,
  type DescribedAuthToken,
  isAdmin,
  reaches,
  type ScopeProject,
} from "@latchkey/core"
import { renderCatalog } from "./catalog.ts"
import { domain } from "./domain.ts"

/** What OpenStack says of an auth token. */
export function renderAuthToken({ authToken, account, scope }: DescribedAuthToken, publicUrl: string) {
  const { id, methods, apiTokenId, firstId, issuedAt, expiresAt } = authToken
  return {
    methods,
    user: { domain, id: account.id, name: account.handle, password_expires_at: null },
    ...(apiTokenId !== undefined && { application_credential: { id: apiTokenId, restricted: true } }),
    audit_ids: [id, ...(firstId === undefined ? [] : [firstId])].map(auditId),
    expires_at: renderSecond(expiresAt),
    issued_at: renderSecond(issuedAt),
    ...(scope !== undefined && {
      project: { domain, id: scope.project.id, name: scope.project.name },
      is_domain: false,
      roles: rolesIn(scope, account),
      catalog: renderCatalog(publicUrl),
    }),
  }
}

/** The roles of OpenStack, each with all that is narrower. Their names are their ids. */
function rolesIn({ role }: ScopeProject, account: Account) {
  const names = [...(reaches(role, "member") ? ["member"] : []), "reader", ...(isAdmin(account) ? ["admin"] : [])]
  return names.map((name) => ({ id: name, name }))
}

/** A UUID's 16 bytes as 22 base64url characters. */
function auditId(id: AuthTokenId): string {
  return Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url")
}

/** As `2026-11-22T09:30:00.000000Z`, cut to the second. */
function renderSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}.000000Z`
}
