import { type KeyClaim, routes } from "@latchkey/contract"
import type { Instant } from "@latchkey/core"
import { connect } from "../../connection.ts"
import { accountOf } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { table } from "../../table.ts"

/** Options of the commands about claims. */
export interface ClaimOptions {
  readonly robot?: string
  readonly json?: boolean
}

/** `latchkey key claims` */
export async function listClaims({ robot, json }: ClaimOptions): Promise<void> {
  const { client } = await connect()
  const claims = await client.call(routes.listKeyClaims, { query: { account: await accountOf(client, robot) } })
  if (json) return printJson(claims)
  const now = Date.now()
  print(
    table(
      // Whole, for `latchkey key dismiss` asks for it.
      ["FINGERPRINT", "KEY", "CLAIMED BY", "STATE", "PROVED"],
      claims.items.map((claim) => [
        claim.fingerprint,
        claim.keyName,
        claim.side === "claimant" ? "you" : "another account",
        stateWords(claim, now),
        timeWords(claim.provenAt, now),
      ]),
    ),
  )
}

function stateWords({ side, state, takesEffectAt, reason }: KeyClaim, now: Instant): string {
  switch (state) {
    case "waiting":
      return `${side === "claimant" ? "yours" : "theirs"} ${timeWords(takesEffectAt, now)}`
    case "taken_over":
      return side === "claimant" ? "yours" : "theirs"
    case "kept":
      return side === "claimant" ? "stays theirs" : "stays yours"
    case "failed":
      return `refused: ${reason ?? "it cannot be added"}`
  }
}
