import type { SshKey } from "../keys/ssh-key.ts"
import type { Stores } from "../ports.ts"
import type { Instant } from "../time.ts"
import { type Opening, openingsOf } from "./opening.ts"
import { compare, type Effect, effectsIn } from "./opening-actions.ts"
import type { KeyReplacement, ReplacedPlace } from "./replacement.ts"
import type { Server } from "./server.ts"

/** `removing`: the server has not said yet that it goes by that. */
export type OldKeyState = "opens" | "removing" | "removed"

/** How far a replacement is at one login user of one server. */
export interface PlaceView {
  readonly server: Server
  readonly loginUser: string
  /** Absent where the new key does not open it. */
  readonly newKey?: Effect
  readonly seenAt?: Instant
  readonly oldKey: OldKeyState
}

/** How far a replacement is. */
export interface ReplacementView extends Pick<KeyReplacement, "removeAfterLogin" | "startedAt"> {
  readonly oldKey: SshKey
  readonly newKey: SshKey
  /** Where the old key opens or would, by the server's name and then by login user. */
  readonly places: readonly PlaceView[]
}

/** @param stores those of a transaction, for what was just changed there */
export async function viewOf(
  stores: Pick<Stores, "accesses" | "hosts">,
  replacement: KeyReplacement,
  oldKey: SshKey,
  newKey: SshKey,
  now: Instant,
): Promise<ReplacementView> {
  const servers = await stores.accesses.listServersOf(replacement.accountId)
  const facts = await stores.accesses.openingFacts(servers.map(({ id }) => id))
  const isOfOld = ({ key }: Opening) => key.fingerprint === oldKey.fingerprint
  const isOfNew = ({ key }: Opening) => key.fingerprint === newKey.fingerprint
  const openings = openingsOf(facts, now)
  const opens = new Set(openings.filter(isOfOld).map(placeOf))
  const ofNew = new Map(openings.filter(isOfNew).map((opening) => [placeOf(opening), opening]))
  const inherited = openings.filter(
    (opening) =>
      isOfNew(opening) && opening.access.subject.kind === "key" && opening.access.subject.keyId === oldKey.id,
  )
  const without = openingsOf({ ...facts, replacements: [] }, now).filter(isOfOld)
  const effectOf = effectsIn(await stores.hosts.listLinesOf(newKey.id), servers)
  const leaving = new Set(
    [
      ...(await stores.hosts.listLinesOf(oldKey.id)),
      ...(await stores.hosts.listRemovalsOf(oldKey.id)).filter(({ inEffectAt }) => inEffectAt === undefined),
    ].map(placeOf),
  )
  const seen = new Map(replacement.places.map((place) => [placeOf(place), place.seenAt]))
  const byId = new Map(servers.map((server) => [server.id, server]))
  const wanted = new Map([...without, ...inherited].map((opening) => [placeOf(opening), opening]))
  const places = [...wanted].flatMap(([place, { serverId, loginUser }]): PlaceView[] => {
    const server = byId.get(serverId)
    const opening = ofNew.get(place)
    const seenAt = seen.get(place)
    const oldState = opens.has(place) ? "opens" : leaving.has(place) ? "removing" : "removed"
    if (server === undefined) return []
    return [
      {
        server,
        loginUser,
        oldKey: oldState,
        ...(opening !== undefined && { newKey: effectOf(opening) }),
        ...(seenAt !== undefined && { seenAt }),
      },
    ]
  })
  const { removeAfterLogin, startedAt } = replacement
  return {
    oldKey,
    newKey,
    removeAfterLogin,
    startedAt,
    places: places.sort(
      (left, right) => compare(left.server.name, right.server.name) || compare(left.loginUser, right.loginUser),
    ),
  }
}

const placeOf = ({ serverId, loginUser }: Pick<ReplacedPlace, "serverId" | "loginUser">) => `${serverId} ${loginUser}`
