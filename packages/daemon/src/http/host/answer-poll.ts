import { bundleNamespace, CoreError, freshnessNamespace, renderFreshness } from "@latchkey/core"
import type { FastifyReply } from "fastify"
import type { BundleSigner } from "../../bundle-signer.ts"
import type { PollAnswer } from "./hub.ts"

/** Sends what a poll is answered with, signed where it is something to go by. Never throws. */
export async function answerPoll(
  reply: FastifyReply,
  answer: PollAnswer,
  nonce: string,
  signer: BundleSigner,
): Promise<void> {
  try {
    const text = await signed(answer, nonce, signer)
    reply.header("cache-control", "no-store")
    if (text === undefined) reply.code(204).send()
    else reply.type("text/plain; charset=utf-8").send(text)
  } catch (error) {
    reply.send(error)
  }
}

/** `undefined` where there is nothing to say. */
async function signed(answer: PollAnswer, nonce: string, signer: BundleSigner): Promise<string | undefined> {
  switch (answer.kind) {
    case "bundle": {
      const { text } = answer.wanted
      return `${text}${await signer.sign(text, bundleNamespace)}`
    }
    case "fresh": {
      const { serverId, version, hash } = answer
      const text = renderFreshness({ serverId, version, bundleHash: hash, nonce })
      return `${text}${await signer.sign(text, freshnessNamespace)}`
    }
    case "unconfirmed":
    case "superseded":
      return undefined
    case "unknown":
      throw new CoreError("unauthenticated", "this server was deleted in Latchkey", {
        hint: "connect it again, or run latchkey-enrol --undo",
      })
    case "away":
      throw new CoreError("unavailable", "what this server should have cannot be looked at now", { retryAfter: 2 })
  }
}
