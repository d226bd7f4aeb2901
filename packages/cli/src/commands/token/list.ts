import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { print, printJson } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { table } from "../../table.ts"

/** `latchkey token list` */
export async function listTokens({ json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const tokens = await client.call(routes.listTokens, { query: {} })
  if (json) return printJson(tokens)
  const now = Date.now()
  print(
    table(
      ["NAME", "SCOPES", "CREATED", "LAST USED", "EXPIRES"],
      tokens.items.map((token) => [
        token.name,
        token.scopes.join(","),
        timeWords(token.createdAt, now),
        token.lastUsedAt === null ? "never" : timeWords(token.lastUsedAt, now),
        token.expiresAt === null ? "never" : timeWords(token.expiresAt, now),
      ]),
    ),
  )
}
