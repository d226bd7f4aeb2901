import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { printJson } from "../../io.ts"

export interface ExportOptions {
  readonly format: "authorized_keys" | "csv"
  readonly json?: boolean
}

/** `latchkey key export`: the file, byte for byte as the daemon writes it. */
export async function exportKeys({ format, json }: ExportOptions): Promise<void> {
  const { client } = await connect()
  const text = await client.call(routes.exportKeys, { query: { format } })
  if (json) return printJson(text)
  process.stdout.write(text)
}
