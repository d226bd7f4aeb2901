import { z } from "zod"
import type { Route } from "../route.ts"
import * as keyPolicy from "../schemas/key-policy.ts"

/** What the installation demands of keys. */
export const keyPolicyRoutes = {
  showKeyPolicy: {
    method: "GET",
    path: "/key-policy",
    access: "signed-in",
    status: 200,
    errors: [],
    summary: "What is demanded of keys here",
    response: keyPolicy.KeyPolicyState,
  },
  previewKeyPolicy: {
    method: "POST",
    path: "/key-policy/preview",
    access: "policy:write",
    status: 200,
    errors: ["forbidden"],
    summary: "What another policy or blocklist would do to the keys that are registered; for admins",
    body: keyPolicy.KeyPolicyPreviewRequest,
    bodyLimit: keyPolicy.blocklistBodyLimit,
    largeFromAdmins: true,
    response: keyPolicy.KeyPolicyPreview,
  },
  updateKeyPolicy: {
    method: "PATCH",
    path: "/key-policy",
    access: "policy:write",
    status: 200,
    errors: ["forbidden", "conflict"],
    summary: "Change the policy or the blocklist; for admins",
    body: keyPolicy.KeyPolicyChange,
    bodyLimit: keyPolicy.blocklistBodyLimit,
    largeFromAdmins: true,
    response: keyPolicy.KeyPolicySaved,
  },
  exportBlocklist: {
    method: "GET",
    path: "/key-policy/blocklist",
    access: "policy:write",
    status: 200,
    errors: ["forbidden"],
    summary: "The blocklist as a file; for admins",
    response: z.string(),
  },
} as const satisfies Record<string, Route>
