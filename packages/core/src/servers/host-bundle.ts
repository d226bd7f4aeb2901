import type { ServerId } from "../ids.ts"
import { day, type Instant } from "../time.ts"

/** What a signature of a bundle is for (PROTOCOL.sshsig). */
export const bundleNamespace = "latchkey-bundle"
/** What a signature of a freshness note is for. */
export const freshnessNamespace = "latchkey-fresh"

/** Milliseconds for which a server goes by a bundle after the last signed answer that it received. */
export const bundleValidity = day

/** How long it is remembered that a key was taken from a server. */
export const removalMemory = 30 * day

/** What a server does once its bundle is no longer valid; `auto` of a server is settled before it gets here. */
export type BundleStalePolicy = "keep" | "break-glass" | "deny"

/** One line of a bundle: a login user that a key opens. */
export interface BundleLine {
  readonly loginUser: string
  /** Options, type, base64 and our key id, and nothing that anyone wrote. */
  readonly line: string
}

/** All that opens one server. */
export interface HostBundle {
  readonly serverId: ServerId
  readonly version: number
  readonly issuedAt: Instant
  readonly stale: BundleStalePolicy
  /** Every login user that is managed, those without a line too: what is not named here stays as it was. */
  readonly loginUsers: readonly string[]
  /** Each of a login user that is named. */
  readonly lines: readonly BundleLine[]
}

/** That a server's bundle is still the newest one, said to one poll. */
export interface FreshnessNote {
  readonly serverId: ServerId
  readonly version: number
  /** SHA-256 of the bundle's signed text, 64 hex digits. */
  readonly bundleHash: string
  /** What the poll sent, so that no older note can answer it. */
  readonly nonce: string
}

/** The text that is signed, from its first line to `end`: docs/host-channel.md has its grammar. */
export function renderBundle({ serverId, version, issuedAt, stale, loginUsers, lines }: HostBundle): string {
  const linesOf = Map.groupBy(lines, ({ loginUser }) => loginUser)
  return textOf([
    "latchkey-bundle 1",
    `server ${serverId}`,
    `version ${version}`,
    `issued ${new Date(issuedAt).toISOString().replace(/\.\d+/, "")}`,
    validFor,
    `stale ${stale}`,
    ...loginUsers.toSorted().flatMap((loginUser) => {
      const own = (linesOf.get(loginUser) ?? []).map(({ line }) => line).toSorted()
      return [`user ${loginUser} ${own.length}`, ...own]
    }),
  ])
}

/** The text of a freshness note that is signed. */
export function renderFreshness({ serverId, version, bundleHash, nonce }: FreshnessNote): string {
  return textOf([
    "latchkey-fresh 1",
    `server ${serverId}`,
    `version ${version}`,
    `bundle ${bundleHash}`,
    validFor,
    `nonce ${nonce}`,
  ])
}

const validFor = `valid-for ${bundleValidity / 1000}`

function textOf(lines: readonly string[]): string {
  return `${lines.join("\n")}\nend\n`
}
