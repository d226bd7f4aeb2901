import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { isForPeople, printJson } from "../../io.ts"

export interface ExportOptions {
  readonly format: "authorized_keys" | "csv"
  readonly json?: boolean
}

/** `latchkey key export`: the file, byte for byte as the daemon writes it; on a terminal nothing but its visible text. */
export async function exportKeys({ format, json }: ExportOptions): Promise<void> {
  const { client } = await connect()
  const text = await client.call(routes.exportKeys, { query: { format } })
  if (json) return printJson(text)
  process.stdout.write(isForPeople() ? text.split(/\r?\n/).map(toPrintable).join("\n") : text)
}
