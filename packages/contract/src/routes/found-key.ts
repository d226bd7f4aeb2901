import { byId, type Route } from "../route.ts"
import * as foundKey from "../schemas/found-key.ts"

/** Keys that stood in a server's authorized_keys, and what becomes of them. */
export const foundKeyRoutes = {
  listFoundKeys: {
    method: "GET",
    path: "/servers/:id/found-keys",
    access: "servers:read",
    status: 200,
    errors: ["forbidden", "not_found"],
    summary: "The keys that a server found in authorized_keys, by login user",
    params: byId,
    response: foundKey.FoundKeyList,
  },
  decideFoundKey: {
    method: "POST",
    path: "/servers/:id/found-keys/:foundId",
    access: "servers:write",
    status: 200,
    errors: ["forbidden", "not_found", "conflict", "quota_exceeded"],
    summary: "Adopt a found key, mark it as break-glass, let it in no more, or leave it as it is",
    params: foundKey.foundKeyOfServer,
    body: foundKey.FoundKeyDecision,
    response: foundKey.FoundKey,
  },
} as const satisfies Record<string, Route>
