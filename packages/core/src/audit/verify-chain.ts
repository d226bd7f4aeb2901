import { installationId } from "../ids.ts"
import type { Instant } from "../time.ts"
import { type ChainStart, chainOrigin, headText, nextLink, type Sha256 } from "./audit-seal.ts"

/** A seal as an export tells it. */
export interface ClaimedSeal extends ChainStart {
  readonly signature?:
    | { readonly signedAt: Instant; readonly publicKey: string; readonly signature: string }
    | undefined
}

/** An event as an export tells it. */
export interface ClaimedEvent {
  readonly place: number
  readonly link: string
  readonly record: { readonly id: string; readonly at: string; readonly action: string; readonly after?: unknown }
}

/** The first thing that is wrong with a chain. */
export interface ChainFault {
  readonly kind: "changed" | "removed" | "inserted" | "seal" | "signature" | "cut"
  /** The place in the chain at which it shows. */
  readonly place: number
  /** The event at that place, unless it is the one that is missing. */
  readonly event?: ClaimedEvent["record"]
  /** A sentence without its full stop. */
  readonly message: string
}

/** What verifying found. */
export interface ChainVerdict {
  readonly events: number
  /** The times of the oldest and the newest event. */
  readonly from?: string
  readonly to?: string
  /** The last seal. */
  readonly head?: ClaimedSeal
  /** The last seal that is signed. */
  readonly signed?: ClaimedSeal
  /** What was there before was removed by retention, up to this seal. */
  readonly start: ClaimedSeal
  readonly fault?: ChainFault
}

/** What verifying needs of the world, and what is known from elsewhere. */
export interface VerifyOptions {
  readonly sha256: Sha256
  /** Whether an Ed25519 signature is good; all but the text in base64. False for anything malformed. */
  readonly verify: (publicKey: string, text: string, signature: string) => boolean
  /** The keys whose signatures count. */
  readonly publicKeys: readonly string[]
  /** Seals that somebody kept: the chain must have them. */
  readonly kept?: readonly Pick<ChainStart, "number" | "link">[]
}

/** Verifies a chain, part by part in its order. Once a fault is found, nothing changes it any more. */
export interface ChainVerifier {
  event(event: ClaimedEvent): void
  seal(seal: ClaimedSeal): void
  /** @param isWhole whether the export came to its end */
  end(isWhole: boolean): ChainVerdict
}

/**
 * @param installation the installation's id, as the chain's start tells it
 * @param start where the chain begins; number 0 when nothing was removed
 */
export function verifyChain(installation: string, start: ClaimedSeal, options: VerifyOptions): ChainVerifier {
  const { sha256, publicKeys, kept = [] } = options
  const origin: ClaimedSeal = start.number === 0 ? chainOrigin(sha256, installationId(installation)) : start
  let { place, link, number } = origin
  let fault: ChainFault | undefined
  let [events, from, to]: [number, string | undefined, string | undefined] = [0, undefined, undefined]
  let [head, signed]: (ClaimedSeal | undefined)[] = []
  const awaited = new Map(kept.filter((seal) => seal.number > start.number).map((seal) => [seal.number, seal.link]))

  // Retention says so in an event of its own, whose place is behind all that it removed.
  let isStartTold = start.number === 0
  if (start.number !== 0) checkStart()

  function checkStart(): void {
    const here = kept.find((seal) => seal.number === start.number)
    if (here !== undefined && here.link !== start.link)
      blame("seal", "the chain does not begin at the seal that was kept")
    if (start.signature === undefined)
      blame("signature", "the chain begins behind events that nothing signed says were there")
    else checkSignature(start)
  }

  function blame(kind: ChainFault["kind"], message: string, at = place, event?: ClaimedEvent["record"]): void {
    fault ??= { kind, place: at, message, ...(event !== undefined && { event }) }
  }

  function checkSignature(seal: ClaimedSeal): void {
    if (seal.signature === undefined) return
    const { signedAt, publicKey, signature } = seal.signature
    if (!publicKeys.includes(publicKey))
      blame("signature", `seal ${seal.number} is signed with a key that is not known`)
    else if (!options.verify(publicKey, headText(installation, seal, signedAt), signature)) {
      blame("signature", `the signature of seal ${seal.number} is not of this chain`)
    } else signed = seal
  }

  return {
    event({ place: claimed, link: claimedLink, record }) {
      events += 1
      if (from === undefined || record.at < from) from = record.at
      if (to === undefined || record.at > to) to = record.at
      const expected = place + 1
      if (claimed > expected) blame("removed", `the event at place ${expected} is missing`, expected)
      else if (claimed !== expected) blame("inserted", "this event has no place in the chain", claimed, record)
      else if (nextLink(sha256, link, record) !== claimedLink) {
        blame("changed", "this event is not the one that was sealed here: it was edited or moved", claimed, record)
      }
      isStartTold ||= tellsOfStart(record, start)
      place = claimed
      link = claimedLink
    },

    seal(seal) {
      if (seal.number !== number + 1) blame("seal", `seal ${number + 1} is missing`)
      else if (seal.place > place) blame("removed", `the event at place ${place + 1} is missing`, place + 1)
      else if (seal.place !== place || seal.link !== link)
        blame("seal", `seal ${seal.number} is not of the events before it`)
      else checkSignature(seal)
      if (awaited.has(seal.number) && awaited.get(seal.number) !== seal.link) {
        blame("seal", `seal ${seal.number} is not the one that was kept`)
      }
      awaited.delete(seal.number)
      number = seal.number
      head = seal
    },

    end(isWhole) {
      const [missing] = [...awaited.keys()].sort((left, right) => right - left)
      if (!isWhole) blame("cut", "the export was cut off")
      else if (missing !== undefined) {
        blame(
          "cut",
          `the chain ends with seal ${number}, and seal ${missing} was there once: its newest events were removed`,
        )
      } else if (place > (head?.place ?? origin.place)) {
        blame("inserted", "there are events behind the last seal that claim a place in the chain")
      } else if (!isStartTold) {
        const message = `events up to seal ${start.number} are missing, and no event says that retention removed them`
        blame("removed", `${message}; if it did so in the last minute, verify again`, start.place)
      }
      return {
        events,
        start: origin,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...(head !== undefined && { head }),
        ...(signed !== undefined && { signed }),
        ...(fault !== undefined && { fault }),
      }
    },
  }
}

function tellsOfStart({ action, after }: ClaimedEvent["record"], { number, link }: ChainStart): boolean {
  if (action !== "audit.prune" || typeof after !== "object" || after === null) return false
  return "seal" in after && after.seal === number && "link" in after && after.link === link
}
