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

/**
 * Waits a moment until servers have said that they let a key in no more, and prints since when that is so, and where it is
 * not so yet. Prints nothing of a key that opened none, and where the API token does not reach servers.
 *
 * @param waits whether to wait at all
 * @throws ApiError
 */
export async function printRemovals(client: Client, keyId: string, waits: boolean): Promise<void> {
  printReceipt(await awaitRemovals(client, [keyId], waits))
}

/** The same of several keys that do not open one place any more. @throws ApiError */
export async function printRemovalsFrom(
  client: Client,
  keyIds: readonly string[],
  place: Place,
  waits: boolean,
): Promise<void> {
  printReceipt(await awaitRemovals(client, keyIds, waits, place))
}

async function awaitRemovals(
  client: Client,
  keyIds: readonly string[],
  waits: boolean,
  place?: Place,
): Promise<Receipt> {
  const ask = (id: string) => unlessForbidden(() => client.call(routes.showReceipt, { params: { id } }))
  const look = async () =>
    together(
      (await Promise.all(keyIds.map(ask))).flatMap((one) => one?.removed ?? []),
      place,
    )
  let receipt = await look()
  const isDone = () => receipt.inEffect === receipt.total
  if (!waits || isDone()) return receipt
  await until(async () => {
    receipt = await look()
    return isDone() ? receipt : undefined
  }, Date.now() + patience)
  return receipt
}

/** What becomes of several keys on their servers, or at one place. */
function together(receipts: readonly Receipt[], place: Place | undefined): Receipt {
  const [first] = receipts
  if (first === undefined) return { total: 0, inEffect: 0, since: null, waiting: [] }
  if (place === undefined) return first
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
