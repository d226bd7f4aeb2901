import { type Client, type KeyReplacement, routes } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { isMeant, requireAnswer } from "../../deed.ts"
import { findKey } from "../../find-key.ts"
import { print, printHint, printJson } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { effectWords } from "../../server-words.ts"
import { table } from "../../table.ts"

export interface ReplaceOptions {
  readonly afterLogin?: boolean
  readonly status?: boolean
  /** SERVER/USER. */
  readonly remove?: string
  readonly finish?: boolean
  readonly backOut?: boolean
  readonly yes?: boolean
  readonly robot?: string
  readonly json?: boolean
}

/** `latchkey key replace` */
export async function replaceKey(text: string, other: string | undefined, options: ReplaceOptions): Promise<void> {
  const { finish, backOut, remove, yes, robot, json } = options
  const ends = finish === true || backOut === true
  if (other !== undefined && (ends || options.status === true || remove !== undefined)) {
    throw new CoreError("invalid", "a new key is named when a replacement begins", {
      hint: "leave it out: latchkey key replace OLD --status",
    })
  }
  if (finish) requireAnswer(yes)
  const { client } = await connect()
  const { id } = await findKey(client, text, robot)
  const params = { id }
  if (other !== undefined) {
    const body = { newKeyId: (await findKey(client, other, robot)).id, removeAfterLogin: options.afterLogin === true }
    return show(await client.call(routes.startReplacement, { params, body }), json)
  }
  const { replacement } = await client.call(routes.showReplacement, { params })
  if (replacement === null) {
    throw new CoreError("not_found", `"${text}" is not being replaced`, {
      hint: "begin with the old key and the new one: latchkey key replace OLD NEW",
    })
  }
  if (remove !== undefined) return show(await removeFrom(client, replacement, remove), json)
  if (!ends) return show(replacement, json)
  const { oldKey, newKey } = replacement
  const [oldName, newName] = [toPrintable(oldKey.name), toPrintable(newKey.name)]
  if (finish) {
    const deed = {
      question: `Delete ${oldName}? What was given to it is open to ${newName}.`,
      deed: "Delete the old key",
      keep: "Keep both keys",
      done: "deleted",
    }
    if (!(await isMeant(yes, () => placeTable(replacement), deed))) return
    await client.call(routes.finishReplacement, { params })
  } else await client.call(routes.backOutReplacement, { params })
  if (json) return printJson({ id: oldKey.id })
  print(finish ? `${oldName} is deleted, ${newName} stands in its place` : `${oldName} is not replaced any more`)
}

/** @throws CoreError `invalid`, `not_found` */
function removeFrom(client: Client, { oldKey, places }: KeyReplacement, text: string): Promise<KeyReplacement> {
  const [name = "", ...user] = text.split("/")
  const loginUser = user.join("/")
  const place = places.find(
    ({ server, loginUser: known }) => known === loginUser && server.name.toLowerCase() === name.toLowerCase(),
  )
  if (place === undefined) {
    throw new CoreError("not_found", `the key is not being replaced at "${text}"`, {
      hint: "write SERVER/USER, as the list has them: latchkey key replace OLD --status",
    })
  }
  const body = { serverId: place.server.id, loginUser }
  return client.call(routes.removeReplaced, { params: { id: oldKey.id }, body })
}

function show(replacement: KeyReplacement, json: boolean | undefined): void {
  if (json) {
    printJson(replacement)
    return
  }
  const { oldKey, newKey, removeAfterLogin } = replacement
  const when = removeAfterLogin ? "; the old key goes from a place once the new one has opened it" : ""
  print(toPrintable(`${newKey.name} is taking the place of ${oldKey.name}${when}`))
  print(placeTable(replacement))
  printHint("latchkey key replace OLD --finish deletes the old key, --back-out lets everything be as it was")
}

function placeTable({ places }: KeyReplacement): string {
  const now = Date.now()
  const words = { opens: "opens", removing: "not yet removed", removed: "removed" } as const
  return table(
    ["PLACE", "NEW KEY", "SEEN", "OLD KEY"],
    places.map(({ server, loginUser, newKey, oldKey }) => [
      toPrintable(`${server.name}/${loginUser}`),
      newKey === null ? "does not open it" : effectWords(newKey, now),
      newKey === null || newKey.seenAt === null ? "never" : timeWords(newKey.seenAt, now),
      words[oldKey],
    ]),
  )
}
