import { type FoundKeyList, routes, type Server, type ServerKeyList } from "@latchkey/contract"
import type { Instant } from "@latchkey/core"
import { shellWord } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { findServer } from "../../find-server.ts"
import { print, printHint, printJson } from "../../io.ts"
import { fingerprintWords, timeWords, typeWords } from "../../key-words.ts"
import { effectWords, knownHostsLines, stateWords } from "../../server-words.ts"
import { fieldList, table } from "../../table.ts"

/** `latchkey server show` */
export async function showServer(text: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const server = await findServer(client, text)
  const params = { id: server.id }
  const keys = await client.call(routes.listServerKeys, { params })
  if (json) return printJson({ ...server, keys: keys.items, removals: keys.removals })
  const found = await client.call(routes.listFoundKeys, { params })
  const now = Date.now()
  print(fieldList([...fieldsOf(server, now), ...foundKeys(server, found), ...waysIn(server, keys)]))
  if (keys.items.length > 0 || keys.removals.length > 0) print(`\n${keyStates(keys, now)}`)
  const { name, state } = server
  if (state === "unconfirmed") printHint(`confirm its host keys with: latchkey server confirm ${name}`)
  if (state === "waiting") printHint(`a new command for it: latchkey server connect ${name} --again`)
}

function fieldsOf(server: Server, now: Instant): [name: string, value: string][] {
  const { address, sshdVersion, hostKeys, loginUsers, lastContactAt, lastLoginAt, problem } = server
  return [
    ["name", server.name],
    ["address", address ?? "unknown"],
    ["state", stateWords(server)],
    ...(problem === null ? [] : [["problem", problem] satisfies [string, string]]),
    ...hostKeys.map((key): [string, string] => ["host key", `${typeWords(key)} ${key.fingerprint}`]),
    ["login users", loginUsers.length === 0 ? "none reported" : loginUsers.join(" ")],
    ["sshd", sshdVersion === null ? "unknown" : `OpenSSH ${sshdVersion}`],
    ["last contact", lastContactAt === null ? "never" : timeWords(lastContactAt, now)],
    ...clockWarning(server),
    ["last login", lastLoginAt === null ? "none reported" : timeWords(lastLoginAt, now)],
    ["when stale", server.stalePolicy],
    ["added", timeWords(server.createdAt, now)],
    ["id", server.id],
  ]
}

/** Keys that open the server beside those of Latchkey. */
function foundKeys({ name }: Server, { items }: FoundKeyList): [name: string, value: string][] {
  const opening = items.filter(({ decision }) => decision !== "dropped")
  if (opening.length === 0) return []
  const undecided = opening.filter(({ decision }) => decision === "undecided").length
  const words = undecided === 0 ? "" : `, ${undecided} undecided`
  return [["found keys", `${opening.length} open it too${words}: latchkey server found list ${shellWord(name)}`]]
}

/** Seconds from which on a wrong clock matters: expiry and stale policies go by it. */
const noticedOffset = 60

function clockWarning({ clockOffset }: Server): [name: string, value: string][] {
  if (clockOffset === null || Math.abs(clockOffset) < noticedOffset) return []
  return [["clock", `${Math.abs(clockOffset)} s ${clockOffset > 0 ? "ahead" : "behind"}`]]
}

function keyStates({ items, removals }: ServerKeyList, now: Instant): string {
  return table(
    ["USER", "KEY", "OWNER", "TYPE", "FINGERPRINT", "LAST LOGIN", "STATE"],
    [
      ...items.map((item) => [
        item.loginUser,
        item.key.name,
        item.owner.handle,
        typeWords(item.key),
        fingerprintWords(item.key.fingerprint),
        item.lastLogin === null ? "none" : timeWords(item.lastLogin.at, now),
        effectWords(item, now),
      ]),
      ...removals.map(({ loginUser, fingerprint, since, inEffectSince, openLogins }) => [
        loginUser,
        "",
        "",
        "",
        fingerprintWords(fingerprint),
        "",
        `removed ${timeWords(since, now)}, ${
          inEffectSince === null
            ? "still accepted until the server has heard of it"
            : `but ${openLogins === 1 ? "a login with it is" : `${openLogins} logins with it are`} open still`
        }`,
      ]),
    ],
  )
}

/** For the login user that keys open first. Nothing while nobody has confirmed that the host keys are its own. */
function waysIn(server: Server, { items }: ServerKeyList): [name: string, value: string][] {
  const { address, name, state } = server
  if (state !== "connected") return []
  const place = address ?? name
  return [
    ["log in", `ssh ${shellWord(`${items[0]?.loginUser ?? "USER"}@${place}`)}`],
    ...knownHostsLines(server, place).map((line): [string, string] => ["known_hosts", line]),
  ]
}
