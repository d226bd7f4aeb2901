import { routes, type SshKey } from "@latchkey/contract"
import { addAccount } from "../kit/accounts.ts"
import { type Clock, newClock } from "../kit/clock.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { done, type Entry, hadAs, hadByAnother, type NewKey, nameTaken, type Operation } from "./key-model.ts"

const hour = 3_600_000

/** How many keys each account may hold, in the order of the accounts' numbers. */
export const quotas = [10_000, 10_000, 3]
/** The keys' comments: several that propose one name, and one that proposes a name which is chosen too. */
const comments = ["same@host", "same@host", "same@host", "a", "Ünïcode key"]
export const proposals = comments.map((comment) => comment.replace("@", "-"))

/** A running daemon with three accounts. */
export interface RealInstallation {
  /** Empties it, and starts a run with keys that nobody has seen. */
  newRun(): Promise<RealKeys>
  stop(): Promise<void>
}

/** What a run can do and see, in the model's numbers. */
export interface RealKeys {
  apply(operation: Operation): Promise<readonly string[]>
  /** All keys of an account, by their numbers. */
  entries(who: number): Promise<readonly Entry[]>
  /** The numbers of the keys that open something, as each door that serves them has it. */
  opening(who: number): Promise<{ readonly exported: readonly number[]; readonly published: readonly number[] }>
  /** What the audit says was done to a key, oldest first. */
  history(key: number): Promise<readonly string[]>
}

export async function startRealKeys(database: string): Promise<RealInstallation> {
  const clock = newClock()
  const daemon = await startDaemon({
    database,
    ...clock.options,
    env: { ...clock.options.env, LATCHKEY_LOG: "info" },
  })
  const admin = await signUp(daemon)
  const people = [admin, await addAccount(daemon, "bob"), await addAccount(daemon, "carol")]
  for (const [who, { client }] of people.entries()) {
    const { account } = await client.call(routes.showAccount, {})
    const body = { keyQuota: quotas[who] ?? 0, revision: account.revision }
    await admin.client.call(routes.manageAccount, { params: account, body })
    await client.call(routes.updateAccount, { body: { publishesKeys: true } })
  }
  return {
    async newRun() {
      for (const { client } of people) {
        const { items } = await client.call(routes.listKeys, { query: {} })
        if (items.length > 0) await client.call(routes.deleteKeys, { body: { ids: items.map(({ id }) => id) } })
      }
      return realKeys(daemon, people, clock)
    },
    async stop() {
      await daemon.stop()
      clock.remove()
    },
  }
}

function realKeys(daemon: RunningDaemon, people: readonly SignedUp[], clock: Clock): RealKeys {
  const begin = clock.now()
  let now = begin
  const lines = comments.map(newPublicLine)
  const materials = lines.map((line) => line.split(" ").slice(0, 2).join(" "))
  /** Where each key was registered last; it may be gone. */
  const ids = lines.map((_, key) => `01890000-0000-7000-8000-00000000000${key}`)
  const fingerprints: string[] = []
  const personOf = (who: number): SignedUp => people[who] ?? fail(`there is no account ${who}`)
  const clientOf = (who: number) => personOf(who).client
  const byId = (key: number) => ({ params: { id: ids[key] ?? "" } })
  const momentIn = (hours: number) => new Date(now + hours * hour).toISOString()
  const known = (key: number) => (key === -1 ? fail("a key that nobody added") : key)
  const numbersOf = (texts: readonly string[]) =>
    texts.map((text) => known(materials.findIndex((material) => text.startsWith(material)))).sort()

  const importKeys = async (who: number, keys: readonly NewKey[]) => {
    const texts = keys.map(({ key, name, isDefault, expiresIn }) => ({
      text: lines[key] ?? "",
      isDefault,
      ...(name !== undefined && { name }),
      ...(expiresIn !== undefined && { expiresAt: momentIn(expiresIn) }),
    }))
    const { results } = await clientOf(who).call(routes.importKeys, { body: { keys: texts } })
    return results.map((result) => {
      if (result.outcome === "refused") return refusalIn({ ...result.error, message: result.error.detail })
      const key = keys[result.item]?.key ?? fail("a key that nobody sent")
      ids[key] = result.key.id
      fingerprints[key] = result.key.fingerprint
      return done
    })
  }

  const deleteKeys = async (who: number, keys: readonly number[]) => {
    const body = { ids: keys.map((key) => byId(key).params.id) }
    const { results } = await clientOf(who).call(routes.deleteKeys, { body })
    return results.map((result) =>
      result.outcome === "deleted" ? done : refusalIn({ ...result.error, message: result.error.detail }),
    )
  }

  const send = (operation: Exclude<Operation, { kind: "import" | "delete-many" | "wait" }>): Promise<unknown> => {
    const client = clientOf(operation.who)
    const at = byId(operation.key)
    switch (operation.kind) {
      case "rename":
        return client.call(routes.updateKey, { ...at, body: { name: operation.name } })
      case "default":
        return client.call(routes.updateKey, { ...at, body: { isDefault: operation.isDefault } })
      case "expire": {
        const expiresAt = operation.expiresIn === undefined ? null : momentIn(operation.expiresIn)
        return client.call(routes.updateKey, { ...at, body: { expiresAt } })
      }
      case "disable":
        return client.call(routes.disableKey, at)
      case "enable":
        return client.call(routes.enableKey, at)
      case "delete":
        return client.call(routes.deleteKey, at)
    }
  }

  const entryOf = (who: number, key: SshKey): Entry => {
    const number = known(lines.indexOf(key.publicKey))
    const expiresAt = key.expiresAt === null ? undefined : (Date.parse(key.expiresAt) - begin) / hour
    const { name, isDefault } = key
    return { who, key: number, name, isDefault, expiresAt, isDisabled: key.disabledAt !== null }
  }

  return {
    async apply(operation) {
      if (operation.kind === "import") return importKeys(operation.who, operation.keys)
      if (operation.kind === "delete-many") return deleteKeys(operation.who, operation.keys)
      if (operation.kind === "wait") {
        clock.move(operation.hours * hour)
        now += operation.hours * hour
        return []
      }
      return [await send(operation).then(() => done, refusalIn)]
    },
    async entries(who) {
      const { items, total } = await clientOf(who).call(routes.listKeys, { query: { limit: 50 } })
      if (items.length !== total) fail(`the list counts ${total} keys and has ${items.length}`)
      return items.map((key) => entryOf(who, key)).sort((one, other) => one.key - other.key)
    },
    async opening(who) {
      const exported = await clientOf(who).call(routes.exportKeys, { query: {} })
      const published = await fetch(`${daemon.url}/${personOf(who).handle}.keys`)
      if (!published.ok) fail(`the published keys are answered ${published.status}`)
      const linesOf = (text: string) => text.split("\n").filter((line) => line !== "")
      return { exported: numbersOf(linesOf(exported)), published: numbersOf(linesOf(await published.text())) }
    },
    async history(key) {
      const fingerprint = fingerprints[key]
      if (fingerprint === undefined) return []
      const query = { key: fingerprint, result: "done", limit: 200 } as const
      const { items } = await clientOf(0).call(routes.listAuditEvents, { query })
      return items.map(({ action }) => action).toReversed()
    },
  }
}

/** A refusal in the model's words; throws what is none. Nothing may tell whose a key is. */
function refusalIn(refusal: unknown): string {
  if (typeof refusal !== "object" || refusal === null || !("code" in refusal) || !("message" in refusal)) throw refusal
  const { code, message } = refusal
  if (code === "invalid" || code === "not_found" || code === "quota_exceeded") return code
  if (code !== "conflict") throw refusal
  if (message === "another account here already holds this key") return hadByAnother
  const [, name] = /^you have this key as "(.*)" already$/u.exec(String(message)) ?? []
  if (name !== undefined) return hadAs(name)
  if (/^you have a key named .* already$/u.test(String(message))) return nameTaken
  throw refusal
}

function fail(message: string): never {
  throw new Error(message)
}
