import { ApiError, type ApiToken, type KeyDeleteResult, routes } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { accountOf } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"
import { report } from "../../report.ts"
import type { TokenOptions } from "./list.ts"

/** `latchkey token delete`: each token for itself. */
export async function deleteTokens(texts: readonly string[], { robot, json }: TokenOptions): Promise<void> {
  const { client } = await connect()
  const { items } = await client.call(routes.listTokens, { query: { account: await accountOf(client, robot) } })
  const results: KeyDeleteResult["results"] = []
  for (const text of texts) {
    try {
      const { id, name } = find(items, text)
      await client.call(routes.deleteToken, { params: { id } })
      results.push({ outcome: "deleted", id })
      if (!json) print(`${toPrintable(name)} is deleted`)
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof CoreError)) throw error
      report(error)
    }
  }
  if (json) printJson({ results })
}

function find(tokens: readonly ApiToken[], text: string): ApiToken {
  const token = tokens.find(({ name }) => name === text.normalize("NFC")) ?? tokens.find(({ id }) => id === text)
  if (token !== undefined) return token
  throw new CoreError("not_found", `you have no API token named "${text}"`, {
    hint: "list them with: latchkey token list",
  })
}
