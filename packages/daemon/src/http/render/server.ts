import type {
  Enrolment,
  GrantableKeyPage,
  HostKey,
  KeyOpeningList,
  Access as RenderedAccess,
  Server as RenderedServer,
  ServerKeyList,
} from "@latchkey/contract"
import {
  type Effect,
  enrolmentPath,
  type KeyOpening,
  type KeyOwner,
  type ListedAccess,
  type ListedSubject,
  type NewEnrolment,
  type Opening,
  type OpeningAccount,
  type OpeningKey,
  type OwnedKey,
  type Page,
  type Removal,
  type SeenLogins,
  type Server,
} from "@latchkey/core"
import { fingerprintSha256, formatPublicKey, type PublicKey, toPrintable } from "@latchkey/engine"
import { renderTime } from "./time.ts"

/** @param opens how many keys open it now */
export function renderServer(server: Server, opens: number): RenderedServer {
  return {
    id: server.id,
    projectId: server.projectId,
    name: server.name,
    kind: server.kind,
    address: server.address ?? null,
    state: server.state,
    stalePolicy: server.stalePolicy,
    hostKeys: server.hostKeys.map(renderHostKey),
    loginUsers: [...server.loginUsers],
    sshdVersion: server.sshdVersion === undefined ? null : toPrintable(server.sshdVersion),
    createdBy: server.createdBy,
    createdAt: renderTime(server.createdAt),
    scriptFetchedAt: renderTime(server.scriptFetchedAt),
    enrolledAt: renderTime(server.enrolledAt),
    confirmedAt: renderTime(server.confirmedAt),
    lastContactAt: renderTime(server.lastContactAt),
    clockOffset: server.clockOffset ?? null,
    lastLoginAt: renderTime(server.lastLoginAt),
    opens,
    version: server.version,
    acknowledgedVersion: server.acknowledgedVersion,
    acknowledgedAt: renderTime(server.acknowledgedAt),
    problem: server.problem === undefined ? null : toPrintable(server.problem),
    unmanaged: [...server.unmanaged],
  }
}

function renderHostKey(key: PublicKey): HostKey {
  const { type: keyType, bits, blob } = key
  return { keyType, bits, fingerprint: fingerprintSha256(blob), publicKey: formatPublicKey({ ...key, comment: "" }) }
}

/** The code stands in the address's path, where curl needs it: it is worth nothing once it is spent. */
export function renderEnrolment({ code, secret }: NewEnrolment, publicUrl: string): Enrolment {
  const url = `${publicUrl}${enrolmentPath}/${secret}`
  return { url, command: `curl -fsS ${url} | sudo sh`, expiresAt: renderTime(code.expiresAt) }
}

export function renderAccess({ access, subject, opens }: ListedAccess): RenderedAccess {
  const { id, serverId, loginUser, options, breakGlass, createdBy, createdAt } = access
  return {
    id,
    serverId,
    loginUser,
    subject: renderSubject(subject),
    options,
    breakGlass,
    createdBy,
    createdAt: renderTime(createdAt),
    opens,
  }
}

export function renderGrantableKeys({ items, ...rest }: Page<OwnedKey>): GrantableKeyPage {
  const render = (key: OwnedKey) => ({ key: renderKey(key), owner: renderOwner(key.owner), isDefault: key.isDefault })
  return { ...rest, items: items.map(render) }
}

function renderSubject(subject: ListedSubject): RenderedAccess["subject"] {
  switch (subject.kind) {
    case "project":
      return subject
    case "account":
      return { kind: "account", account: renderOwner(subject.account) }
    case "key":
      return { kind: "key", key: renderKey(subject.key), owner: renderOwner(subject.owner) }
  }
}

export function renderServerKey(opening: Opening & Effect & SeenLogins): ServerKeyList["items"][number] {
  const { loginUser, key, owner, access } = opening
  return {
    loginUser,
    key: renderKey(key),
    owner: renderOwner(owner),
    accessId: access.id,
    ...renderEffect(opening),
    ...renderSeen(opening),
  }
}

export function renderRemoval({
  loginUser,
  keyId,
  fingerprint,
  removedAt,
  inEffectAt,
  openLogins,
}: Removal & SeenLogins): ServerKeyList["removals"][number] {
  const since = renderTime(removedAt)
  return { loginUser, keyId, fingerprint, since, inEffectSince: renderTime(inEffectAt), openLogins }
}

export function renderKeyOpening({ opening, server, ...effect }: KeyOpening): KeyOpeningList["items"][number] {
  const { id, name, projectId, address = null } = server
  const { loginUser, access } = opening
  return {
    server: { id, name, projectId, address },
    loginUser,
    accessId: access.id,
    ...renderEffect(effect),
    ...renderSeen(effect),
  }
}

export function renderEffect({ state, since, reason }: Effect) {
  return { state, reason: reason ?? null, since: renderTime(since) }
}

function renderSeen({ lastLogin, openLogins }: SeenLogins) {
  const last = lastLogin && { at: renderTime(lastLogin.at), address: toPrintable(lastLogin.address) }
  return { lastLogin: last ?? null, openLogins }
}

function renderKey({ id, name, keyType, bits, fingerprint, blob, expiresAt }: OpeningKey | OwnedKey) {
  const publicKey = formatPublicKey({ type: keyType, bits, blob, comment: "" })
  return { id, name: toPrintable(name), keyType, bits, fingerprint, publicKey, expiresAt: renderTime(expiresAt) }
}

export function renderOwner({ id, handle, kind }: OpeningAccount | KeyOwner) {
  return { id, handle, kind }
}
