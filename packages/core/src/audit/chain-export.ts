import type { InstallationId } from "../ids.ts"
import type { Context } from "../ports.ts"
import { type AuditSeal, type ChainStart, chainOrigin } from "./audit-seal.ts"
import type { SealedEvent } from "./audit-seal-store.ts"

/** One line of the exported chain: its start, then events and seals in their order, then its end. */
export type ChainPart =
  | {
      readonly kind: "start"
      readonly installation: InstallationId
      /** A seal, when retention removed what was before it. */
      readonly start: ChainStart & Pick<AuditSeal, "signature">
      /** Public halves of the keys that ever signed here. */
      readonly signingKeys: readonly string[]
    }
  | ({ readonly kind: "event" } & SealedEvent)
  | ({ readonly kind: "seal" } & AuditSeal)
  | {
      readonly kind: "end"
      /** Events too young to have been sealed. */
      readonly unsealed: number
    }

const readAtOnce = 500

/** Everything that the chain consists of now, read step by step. What is sealed meanwhile is left out. */
export async function* exportChain({ database, secrets }: Context): AsyncIterable<ChainPart> {
  const { accounts, auditSeals } = database.stores
  const installation = await accounts.installationId()
  const head = await auditSeals.head()
  const start = (await auditSeals.checkpoint()) ?? chainOrigin(secrets.hash, installation)
  yield { kind: "start", installation, start, signingKeys: await auditSeals.listSigningKeys() }

  const events = stepwise(
    start.place,
    (after) => auditSeals.listSealed(after, readAtOnce),
    ({ place }) => place,
  )
  let event = await events.next()
  for await (const seal of stepwise(start.number, (after) => auditSeals.listSeals(after, readAtOnce), numberOf)) {
    for (; !event.done && event.value.place <= seal.place; event = await events.next()) {
      yield { kind: "event", ...event.value }
    }
    yield { kind: "seal", ...seal }
    if (seal.number >= (head?.number ?? 0)) break
  }
  // What has a place behind the last seal got it from somebody else: whoever verifies is to see it.
  const newer = await auditSeals.listSeals(head?.number ?? 0, 1)
  for (; newer.length === 0 && !event.done; event = await events.next()) yield { kind: "event", ...event.value }
  yield { kind: "end", unsealed: await auditSeals.countUnsealed() }
}

function numberOf({ number }: AuditSeal): number {
  return number
}

async function* stepwise<T>(
  start: number,
  read: (after: number) => Promise<readonly T[]>,
  positionOf: (item: T) => number,
): AsyncGenerator<T, undefined> {
  let after = start
  for (;;) {
    const items = await read(after)
    yield* items
    const last = items.at(-1)
    if (last === undefined || items.length < readAtOnce) return undefined
    after = positionOf(last)
  }
}
