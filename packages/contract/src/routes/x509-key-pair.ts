import { byId, nothing, type Route } from "../route.ts"
import * as x509KeyPair from "../schemas/x509-key-pair.ts"

/** Certificates that OpenStack's clients keep as key pairs. */
export const x509KeyPairRoutes = {
  listX509KeyPairs: {
    method: "GET",
    path: "/keys/x509",
    access: "keys:read",
    status: 200,
    errors: ["forbidden"],
    summary: "One's own X.509 certificates, which OpenStack's clients keep as key pairs, and which open nothing",
    response: x509KeyPair.X509KeyPairList,
  },
  deleteX509KeyPair: {
    method: "DELETE",
    path: "/keys/x509/:id",
    access: "keys:write",
    status: 204,
    errors: ["forbidden", "not_found"],
    summary: "Delete an X.509 certificate",
    params: byId,
    response: nothing,
  },
} as const satisfies Record<string, Route>
