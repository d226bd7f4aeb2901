import { routes, type ServerChange } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { findServer } from "../../find-server.ts"
import { print, printJson } from "../../io.ts"

export interface UpdateOptions {
  readonly name?: string
  /** False for `--no-address`. */
  readonly address?: string | false
  readonly stale?: NonNullable<ServerChange["stalePolicy"]>
  readonly json?: boolean
}

/** `latchkey server update` */
export async function updateServer(text: string, { name, address, stale, json }: UpdateOptions): Promise<void> {
  if (name === undefined && address === undefined && stale === undefined) {
    throw new CoreError("invalid", "nothing is to be changed", { hint: "add --name, --address or --stale" })
  }
  const { client } = await connect()
  const { id } = await findServer(client, text)
  const body = { name, address: address === false ? null : address, stalePolicy: stale }
  const server = await client.call(routes.updateServer, { params: { id }, body })
  if (json) return printJson(server)
  const { address: place } = server
  print(toPrintable(`${server.name}: ${place ?? "no address"}, when stale ${server.stalePolicy}`))
}
