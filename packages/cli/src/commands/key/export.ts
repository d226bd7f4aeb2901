import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { accountOf } from "../../find-project.ts"
import { printJson } from "../../io.ts"
import { printStream } from "../../print-stream.ts"

export interface ExportOptions {
  readonly format: "authorized_keys" | "csv"
  readonly robot?: string
  readonly json?: boolean
}

/** `latchkey key export`: the file as the daemon writes it. */
export async function exportKeys({ format, robot, json }: ExportOptions): Promise<void> {
  const { client } = await connect()
  const request = { query: { format, account: await accountOf(client, robot) } }
  if (json) return printJson(await client.call(routes.exportKeys, request))
  await printStream(await client.stream(routes.exportKeys, request))
}
