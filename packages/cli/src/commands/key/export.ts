import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { accountOf } from "../../find-project.ts"
import { isForPeople, printJson } from "../../io.ts"

export interface ExportOptions {
  readonly format: "authorized_keys" | "csv"
  readonly robot?: string
  readonly json?: boolean
}

/** `latchkey key export`: the file, byte for byte as the daemon writes it; on a terminal nothing but its visible text. */
export async function exportKeys({ format, robot, json }: ExportOptions): Promise<void> {
  const { client } = await connect()
  const text = await client.call(routes.exportKeys, { query: { format, account: await accountOf(client, robot) } })
  if (json) return printJson(text)
  process.stdout.write(isForPeople() ? text.split(/\r?\n/).map(toPrintable).join("\n") : text)
}
