import { routes } from "@latchkey/contract"
import { CoreError, type TokenScope, tokenScopes } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { accountOf } from "../../find-project.ts"
import { print, printJson, printNote } from "../../io.ts"
import { parseExpiry } from "../../time.ts"
import type { TokenOptions } from "./list.ts"

export interface CreateOptions extends TokenOptions {
  readonly scope?: readonly string[]
  readonly expires: string
}

/** `latchkey token create`: stdout gets the secret alone, so that it can go straight into a file. */
export async function createToken(
  name: string,
  { scope = ["keys:read"], expires, robot, json }: CreateOptions,
): Promise<void> {
  const scopes = scope.map(parseScope)
  const expiresAt = parseExpiry(expires, Date.now()) ?? undefined
  const { client } = await connect()
  const created = await client.call(routes.createToken, {
    body: { name, scopes, expiresAt, account: await accountOf(client, robot) },
  })
  if (json) return printJson(created)
  printNote(`this is the secret of "${created.token.name}" (id ${created.token.id}); it is not shown again`)
  print(toPrintable(created.secret))
}

function parseScope(text: string): TokenScope {
  const scope = tokenScopes.find((known) => known === text.trim())
  if (scope !== undefined) return scope
  throw new CoreError("invalid", `"${text}" is not a scope`, { hint: `scopes are ${tokenScopes.join(", ")}` })
}
