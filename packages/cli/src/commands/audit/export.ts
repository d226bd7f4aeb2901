import { type auditFormats, routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { printStream } from "../../print-stream.ts"

export interface ExportAuditOptions {
  readonly format: (typeof auditFormats)[number]
}

/** `latchkey audit export`: as the daemon writes it. */
export async function exportAudit({ format }: ExportAuditOptions): Promise<void> {
  const { client } = await connect()
  await printStream(await client.stream(routes.exportAuditEvents, { query: { format } }))
}
