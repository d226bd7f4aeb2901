import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { accountOf } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { table } from "../../table.ts"

/** Options of every token command. */
export interface TokenOptions {
  /** The handle of the robot whose tokens are meant. */
  readonly robot?: string
  readonly json?: boolean
}

/** `latchkey token list` */
export async function listTokens({ robot, json }: TokenOptions): Promise<void> {
  const { client } = await connect()
  const tokens = await client.call(routes.listTokens, { query: { account: await accountOf(client, robot) } })
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
