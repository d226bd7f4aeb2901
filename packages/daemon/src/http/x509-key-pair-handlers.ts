import { deleteX509KeyPair, listX509KeyPairs, x509KeyPairId } from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderTime } from "./render/time.ts"

export const x509KeyPairHandlers: Handlers<"listX509KeyPairs" | "deleteX509KeyPair"> = {
  async listX509KeyPairs({ context, actor }) {
    const pairs = await listX509KeyPairs(context, actor)
    return {
      items: pairs.map(({ id, name, fingerprint, createdAt }) => ({
        id,
        name,
        fingerprint,
        createdAt: renderTime(createdAt),
      })),
    }
  },

  async deleteX509KeyPair({ context, actor, params }) {
    await deleteX509KeyPair(context, actor, x509KeyPairId(params.id))
  },
}
