import { type Client, type FoundKey, type FoundKeyDecision, routes, type Server } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../../connection.ts"
import { isMeant, requireAnswer } from "../../../deed.ts"
import { findServer } from "../../../find-server.ts"
import { print, printJson } from "../../../io.ts"
import { foundWords } from "../../../server-words.ts"
import { accountIn } from "../access/subject.ts"

export interface DecideOptions {
  readonly user?: string
  /** A handle. */
  readonly robot?: string
  readonly name?: string
  readonly yes?: boolean
  readonly json?: boolean
}

/** `latchkey server found adopt`, `keep`, `drop` and `break-glass` */
export async function decideFoundKey(
  decision: FoundKeyDecision["decision"],
  text: string,
  key: string,
  { user, robot, name, yes, json }: DecideOptions,
): Promise<void> {
  if (decision === "drop") requireAnswer(yes)
  const { client } = await connect()
  const server = await findServer(client, text)
  const found = await findFoundKey(client, server, key, user)
  const place = `${found.loginUser} on ${server.name}`
  if (decision === "drop" && !(await isMeant(yes, () => found.comment, deedOf(found.fingerprint, place)))) return
  const accountId = robot === undefined ? undefined : await accountIn(client, server.projectId, robot)
  const decided = await client.call(routes.decideFoundKey, {
    params: { id: server.id, foundId: found.id },
    body: { decision, accountId, name },
  })
  if (json) return printJson(decided)
  const words = decision === "adopt" ? `adopted by ${decided.holder?.handle ?? "nobody"}` : foundWords(decided)
  print(toPrintable(`${found.fingerprint} for ${place}: ${words}`))
}

function deedOf(fingerprint: string, place: string) {
  return {
    question: toPrintable(`Let ${fingerprint} in no more as ${place}?`),
    deed: "Drop key",
    keep: "Keep the key",
    done: "dropped",
  }
}

/** By its id or fingerprint. @throws CoreError `not_found`; `conflict` where several login users have it */
async function findFoundKey(
  client: Client,
  { id, name }: Server,
  text: string,
  user: string | undefined,
): Promise<FoundKey> {
  const { items } = await client.call(routes.listFoundKeys, { params: { id } })
  const meant = items.filter(
    (item) => [item.id, item.fingerprint].includes(text) && (user === undefined || item.loginUser === user),
  )
  const [found, ...others] = meant
  if (found === undefined) {
    throw new CoreError("not_found", `${name} found no such key`, {
      hint: `list them with: latchkey server found list ${name}`,
    })
  }
  if (others.length === 0) return found
  throw new CoreError("conflict", `${name} found this key for several login users`, {
    hint: `name one of them: ${meant.map(({ loginUser }) => `--user ${loginUser}`).join(" or ")}`,
  })
}
