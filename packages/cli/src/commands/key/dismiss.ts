import { type KeyClaim, routes } from "@latchkey/contract"
import { CoreError, dismissingSide } from "@latchkey/core"
import { shellWord } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { accountOf } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"
import type { ClaimOptions } from "./claims.ts"

/** `latchkey key dismiss`: what was settled on a key is forgotten, and a claim of one's own that waits is taken back. */
export async function dismissClaim(text: string, { robot, json }: ClaimOptions): Promise<void> {
  const { client } = await connect()
  const { items } = await client.call(routes.listKeyClaims, { query: { account: await accountOf(client, robot) } })
  const named = items.filter(({ fingerprint, id }) => fingerprint === text || id === text)
  const meant = named.filter(({ side, state }) => dismissingSide(state) === side)
  if (meant.length === 0) throw nothingToDismiss(text, named)
  for (const { id } of meant) await client.call(routes.dismissKeyClaim, { params: { id } })
  if (json) return printJson({ items: meant })
  for (const { fingerprint, state } of meant) {
    print(`the claim on ${fingerprint} is ${state === "waiting" ? "taken back" : "dismissed"}`)
  }
}

function nothingToDismiss(text: string, [claim]: readonly KeyClaim[]): CoreError {
  if (claim === undefined) {
    return new CoreError("not_found", `there is no claim on "${text}"`, { hint: "list them with: latchkey key claims" })
  }
  if (claim.side === "holder" && claim.state === "waiting") {
    return new CoreError(
      "conflict",
      "the claim is another account's, and it waits: it ends when you prove the key too",
      {
        hint: `latchkey key verify ${shellWord(claim.keyName)}`,
      },
    )
  }
  return new CoreError("conflict", "the other account has not seen yet how this claim was settled", {
    hint: "it is gone when they dismiss it, and after 90 days in any case",
  })
}
