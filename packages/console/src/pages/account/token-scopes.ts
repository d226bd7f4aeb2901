import type { TokenScope } from "@latchkey/core"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** What each scope of a token lets a program do. */
export const scopeWords: Readonly<Record<TokenScope, MessageDescriptor>> = {
  "keys:read": msg`Read keys`,
  "keys:write": msg`Manage keys`,
  "tokens:write": msg`Manage API tokens`,
  "account:write": msg`Change the account`,
  "audit:read": msg`Read activity`,
  "projects:write": msg`Manage projects`,
  "servers:read": msg`Read servers`,
  "servers:write": msg`Manage servers`,
  "accounts:write": msg`Manage people`,
  "policy:write": msg`Change the key policy`,
}
