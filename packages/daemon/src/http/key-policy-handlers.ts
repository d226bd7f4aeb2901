import { listBlockedKeys, previewKeyPolicy, showKeyPolicy, updateKeyPolicy } from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderPolicyState, renderPreview, renderSaved, toPolicyChange } from "./render/key-policy.ts"

type KeyPolicyRoutes = "showKeyPolicy" | "previewKeyPolicy" | "updateKeyPolicy" | "exportBlocklist"

export const keyPolicyHandlers: Handlers<KeyPolicyRoutes> = {
  async showKeyPolicy({ context, actor }) {
    return renderPolicyState(await showKeyPolicy(context, actor))
  },

  async previewKeyPolicy({ context, actor, body }) {
    return renderPreview(await previewKeyPolicy(context, actor, toPolicyChange(body), body))
  },

  async updateKeyPolicy({ context, actor, body }) {
    return renderSaved(await updateKeyPolicy(context, actor, body.revision, toPolicyChange(body)))
  },

  async exportBlocklist({ context, actor, reply }) {
    const fingerprints = await listBlockedKeys(context, actor)
    reply.asFile("blocklist.txt", "text/plain; charset=utf-8")
    return fingerprints.map((fingerprint) => `${fingerprint}\n`).join("")
  },
}
