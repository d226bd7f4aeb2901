import { CoreError, publishedKeys } from "@latchkey/core"
import type { FastifyInstance } from "fastify"
import { z } from "zod"
import { originOf } from "./origin.ts"
import type { Site } from "./site.ts"

const Path = z.object({ handle: z.string() })

/** `GET /HANDLE.keys`: an account's keys as plain text, where its owner has turned that on. */
export function servePublishedKeys(app: FastifyInstance, { ports }: Site): void {
  app.get("/:handle.keys", async (request, reply) => {
    const { handle } = Path.parse(request.params)
    const lines = await publishedKeys({ ...ports, origin: originOf(request, "http") }, handle)
    if (lines === undefined) {
      throw new CoreError("not_found", "no keys are published here", {
        hint: "whoever owns the account can turn this on in the console",
      })
    }
    reply.type("text/plain; charset=utf-8").header("cache-control", "no-cache")
    return lines.map((line) => `${line}\n`).join("")
  })
}
