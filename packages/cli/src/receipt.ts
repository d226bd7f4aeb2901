import { type Client, type Receipt, routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { print, printNote } from "./io.ts"
import { servers, unlessForbidden } from "./key-openings.ts"
import { until } from "./until.ts"

/** Milliseconds for which servers are waited for before it is said where a change is not in effect. */
const patience = 5_000

/** A login user of a server. */
interface Place {
  readonly serverId: string
  readonly loginUser: string
}

/** A removal that servers are to hear of. */
interface Removal {
  /** The daemon's time before it: removals from before then do not count. */
  readonly since: string | undefined
  /** Whether to wait a moment until they have. */
  readonly waits: boolean
}

/**
 * Waits a moment until servers have said that they let a key in no more, and prints since when that is so, and where it is
 * not so yet. Prints nothing of a key that opened none, and where the API token does not reach servers.
 *
 * @throws ApiError
 */
export async function printRemovals(client: Client, id: string, removal: Removal): Promise<void> {
  printReceipt(await awaitRemovals(() => removedOf(client, id, removal), removal))
}

/** The same of all keys of an account, everywhere or in a project. @throws ApiError */
export async function printAccountRemovals(
  client: Client,
  { accountId: id, projectId }: { readonly accountId: string; readonly projectId?: string },
  removal: Removal,
): Promise<void> {
  const query = { since: removal.since, projectId }
  const look = async () =>
    (await unlessForbidden(() => client.call(routes.showAccountReceipt, { params: { id }, query })))?.removed ?? nowhere
  printReceipt(await awaitRemovals(look, removal))
}

/** The same of several keys that do not open one place any more. @throws ApiError */
export async function printRemovalsFrom(
  client: Client,
  keyIds: readonly string[],
  place: Place,
  removal: Removal,
): Promise<void> {
  if (keyIds.length === 0) return
  const look = async () => at(place, await Promise.all(keyIds.map((id) => removedOf(client, id, removal))))
  printReceipt(await awaitRemovals(look, removal))
}

const nowhere: Receipt = { total: 0, inEffect: 0, since: null, waiting: [] }

async function removedOf(client: Client, id: string, { since }: Removal): Promise<Receipt> {
  const receipt = await unlessForbidden(() => client.call(routes.showReceipt, { params: { id }, query: { since } }))
  return receipt?.removed ?? nowhere
}

async function awaitRemovals(look: () => Promise<Receipt>, { waits }: Removal): Promise<Receipt> {
  let receipt = await look()
  const isDone = () => receipt.inEffect === receipt.total
  if (!waits || isDone()) return receipt
  await until(async () => {
    receipt = await look()
    return isDone() ? receipt : undefined
  }, Date.now() + patience)
  return receipt
}

/** What becomes of several keys at one place. */
function at(place: Place, receipts: readonly Receipt[]): Receipt {
  if (receipts.every(({ total }) => total === 0)) return nowhere
  const isHere = ({ server, loginUser }: Receipt["waiting"][number]) =>
    server.id === place.serverId && loginUser === place.loginUser
  const waiting = receipts.flatMap((receipt) => receipt.waiting.filter(isHere)).slice(0, 1)
  const times = receipts.flatMap(({ since }) => since ?? []).toSorted()
  return { total: 1, inEffect: 1 - waiting.length, since: times.at(-1) ?? null, waiting }
}

function printReceipt(receipt: Receipt): void {
  if (receipt.total === 0) return
  print(inEffectWords(receipt))
  for (const place of receipt.waiting) printNote(waitingWords(place))
}

/** `in effect on 41 of 42 servers since 14:03:07` */
function inEffectWords({ total, inEffect, since }: Receipt): string {
  const when = since === null ? "" : ` since ${clockWords(since)}`
  return inEffect === total
    ? `in effect on ${servers(total)}${when}`
    : `in effect on ${inEffect} of ${servers(total)}${when}`
}

/** `web-3 has not said so yet for deploy: it refuses from 15:00:12 (deny)` */
function waitingWords({ server, loginUser, policy, refusesFrom }: Receipt["waiting"][number]): string {
  const end =
    refusesFrom === null
      ? `goes on letting it in until it hears of it (${policy})`
      : `refuses it from ${clockWords(refusesFrom)} even if it hears nothing (${policy})`
  return toPrintable(`${server.name} has not said so yet for ${loginUser}: it ${end}`)
}

/** The time of day here; with the day where that is another one. */
function clockWords(time: string, now = Date.now()): string {
  const at = new Date(time)
  const clock = at.toLocaleTimeString("en-GB")
  if (at.toDateString() === new Date(now).toDateString()) return clock
  return `${at.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${clock}`
}
