import { type auditFormats, routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { isForPeople } from "../../io.ts"
import { linesOf } from "../../lines.ts"

export interface ExportAuditOptions {
  readonly format: (typeof auditFormats)[number]
}

/** `latchkey audit export`: as the daemon writes it; on a terminal nothing but its visible text. */
export async function exportAudit({ format }: ExportAuditOptions): Promise<void> {
  const { client } = await connect()
  const chunks = await client.stream(routes.exportAuditEvents, { query: { format } }, new AbortController().signal)
  if (isForPeople()) for await (const line of linesOf(chunks)) await write(`${toPrintable(line)}\n`)
  else for await (const chunk of chunks) await write(chunk)
}

/** Waits where the reader is slow: the audit may be larger than the memory. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
