import type { Client, SshKey } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { findKey } from "../../find-key.ts"
import { print, printJson } from "../../io.ts"

export interface ChangeOptions {
  /** The handle of the robot whose key it is. */
  readonly robot?: string
  readonly json?: boolean
}

/** Does something to one key, and prints what the daemon says the key is now. `words` follow its name, and what `after` prints stands below. */
export async function changeKey(
  text: string,
  { robot, json }: ChangeOptions,
  change: (client: Client, id: string) => Promise<SshKey>,
  words: (key: SshKey, before: SshKey) => string,
  after: (client: Client, key: SshKey) => Promise<void> = async () => {},
): Promise<void> {
  const { client } = await connect()
  const before = await findKey(client, text, robot)
  const changed = await change(client, before.id)
  if (json) return printJson(changed)
  print(`${toPrintable(before.name)} ${toPrintable(words(changed, before))}`)
  await after(client, changed)
}
