import { routes, type Server } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { askForWord } from "../../ask.ts"
import { connect } from "../../connection.ts"
import { requireAnswer } from "../../deed.ts"
import { findServer } from "../../find-server.ts"
import { print, printHint, printJson, printNote } from "../../io.ts"

export interface DeleteOptions {
  readonly yes?: boolean
  readonly json?: boolean
}

/** `latchkey server delete` */
export async function deleteServer(text: string, { yes, json }: DeleteOptions): Promise<void> {
  requireAnswer(yes)
  const { client } = await connect()
  const server = await findServer(client, text)
  const { id, name } = server
  const keepsKeys = server.enrolledAt !== null
  if (!yes && !(await isTyped(server, keepsKeys))) return printNote("nothing was disconnected")
  await client.call(routes.deleteServer, { params: { id } })
  if (json) return printJson({ id })
  print(toPrintable(`${name} is disconnected`))
  if (keepsKeys) printHint(`${onTheServer}, run there: ${undo}`)
}

const undo = "sudo latchkey-enrol --undo"
const onTheServer = "the keys that it has stay on it and go on opening it; to put back what was there before"

function isTyped({ name }: Server, keepsKeys: boolean): Promise<boolean> {
  const words = [
    "Latchkey forgets this server, and who had access to it.",
    ...(keepsKeys ? [`The keys that it has stay on it and go on opening it, until this runs there: ${undo}`] : []),
  ]
  process.stderr.write(`${words.join("\n")}\n`)
  return askForWord(`Type ${toPrintable(name)} to disconnect it.`, name)
}
