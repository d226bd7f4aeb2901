import type { ServerId } from "../ids.ts"
import { day, type Instant } from "../time.ts"
import type { StalePolicy } from "./server.ts"

/** What a signature of a bundle is for (PROTOCOL.sshsig). */
export const bundleNamespace = "latchkey-bundle"
/** What a signature of a freshness note is for. */
export const freshnessNamespace = "latchkey-fresh"

/** What a signature of the scripts for servers is for. */
export const scriptsNamespace = "latchkey-scripts"

/** Milliseconds for which a server goes by a bundle after the last signed answer that it received. */
export const bundleValidity = day

/** How long it is remembered that a key was taken from a server. */
export const removalMemory = 30 * day

/** What a server does once its bundle is no longer valid; `auto` of a server is settled before it gets here. */
export const bundleStalePolicies = ["keep", "break-glass", "deny"] as const
/** See `bundleStalePolicies`. */
export type BundleStalePolicy = (typeof bundleStalePolicies)[number]

/** @param hasBreakGlass whether an access that lets a key in, or a found key, is marked as break-glass */
export function settlePolicy(policy: StalePolicy, hasBreakGlass: boolean): BundleStalePolicy {
  if (policy !== "auto") return policy
  return hasBreakGlass ? "break-glass" : "keep"
}

/** One line of a bundle: a login user that a key opens. */
export interface BundleLine {
  readonly loginUser: string
  /** Options, type, base64 and our key id, and nothing that anyone wrote. */
  readonly line: string
}

/** A key as one login user's, named by itself alone. */
export interface BundleKey {
  readonly loginUser: string
  /** Base64 of its blob. */
  readonly key: string
}

/** What every bundle says of the installation that made it. */
export interface Installation {
  /** Type and base64 of each key that bundles may be signed with from now on. */
  readonly signers: readonly string[]
  /** SHA-256 of the signed text of the scripts for servers, 64 hex digits; absent where they are not installed. */
  readonly scripts?: string | undefined
}

/** What a bundle says besides who opens the server. */
export interface BundleOrders {
  /** Ids of the open logins that are to end, as the server reported them. */
  readonly closing: readonly string[]
  /** The order to get a new token; absent while the one that it has will do. */
  readonly newToken?: string | undefined
}

/** All that opens one server. */
export interface HostBundle extends Installation, BundleOrders {
  readonly serverId: ServerId
  readonly version: number
  readonly issuedAt: Instant
  readonly stale: BundleStalePolicy
  /** Every login user that is managed, those without a line too: what is not named here stays as it was. */
  readonly loginUsers: readonly string[]
  /** Each of a login user that is named. */
  readonly lines: readonly BundleLine[]
  /** What opens the server still in the stale policy break-glass, among the lines and the found keys. */
  readonly breakGlass: readonly BundleKey[]
  /** Found keys that are let in no more. */
  readonly dropped: readonly BundleKey[]
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
export function renderBundle(bundle: HostBundle): string {
  const { serverId, version, issuedAt, stale, loginUsers, lines, newToken, scripts } = bundle
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
    ...kind("break-glass", bundle.breakGlass.map(nameKey)),
    ...kind("drop", bundle.dropped.map(nameKey)),
    ...kind("close", bundle.closing),
    ...kind("signer", bundle.signers),
    ...kind("scripts", scripts === undefined ? [] : [scripts]),
    ...kind("new-token", newToken === undefined ? [] : [newToken]),
  ])
}

const nameKey = ({ loginUser, key }: BundleKey) => `${loginUser} ${key}`

/** Each once and in order, so that a text differs from another only where it says something else. */
function kind(name: string, values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort().map((value) => `${name} ${value}`)
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
