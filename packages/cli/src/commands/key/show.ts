import type { KeyOpeningList, SshKey } from "@latchkey/contract"
import type { Instant } from "@latchkey/core"
import { parsePublicKey, randomart } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { findKey } from "../../find-key.ts"
import { print, printJson } from "../../io.ts"
import { openingsOf } from "../../key-openings.ts"
import { lastUseWords, statusWords, timeWords, typeWords } from "../../key-words.ts"
import { effectWords } from "../../server-words.ts"
import { fieldList } from "../../table.ts"
import type { ChangeOptions } from "./change.ts"

/** `latchkey key show` */
export async function showKey(text: string, { robot, json }: ChangeOptions): Promise<void> {
  const { client } = await connect()
  const key = await findKey(client, text, robot)
  if (json) return printJson(key)
  const now = Date.now()
  print(fieldList([...fieldsOf(key, now), ...openingFields(await openingsOf(client, key), now)]))
  const [type, base64] = key.publicKey.split(" ")
  print(randomart(parsePublicKey(`${type} ${base64}`)))
}

function fieldsOf(key: SshKey, now: Instant): [name: string, value: string][] {
  const from = key.lastUse.state === "used" && key.lastUse.from !== undefined ? ` from ${key.lastUse.from}` : ""
  return [
    ["name", key.name],
    ["type", typeWords(key)],
    ["status", statusWords(key, now)],
    ...key.concerns.map(({ message, hint }): [string, string] => ["concern", `${message}; ${hint}`]),
    ["fingerprint", key.fingerprint],
    ["md5", key.md5Fingerprint],
    ["comment", key.comment === "" ? "none" : key.comment],
    ["public key", key.publicKey],
    ["added", timeWords(key.createdAt, now)],
    ["last used", `${lastUseWords(key, now)}${from}`],
    ["expires", key.expiresAt === null ? "never" : timeWords(key.expiresAt, now)],
    ["disabled", key.disabledAt === null ? "no" : `since ${timeWords(key.disabledAt, now)}`],
    ["verified", key.verifiedAt === null ? "no" : timeWords(key.verifiedAt, now)],
    ["default", key.isDefault ? "yes" : "no"],
    ["id", key.id],
  ]
}

function openingFields(openings: KeyOpeningList["items"] | undefined, now: Instant): [name: string, value: string][] {
  if (openings === undefined) return []
  if (openings.length === 0) return [["opens", "no server"]]
  return openings.map((opening) => [
    "opens",
    `${opening.loginUser} on ${opening.server.name} (${effectWords(opening, now)})`,
  ])
}
