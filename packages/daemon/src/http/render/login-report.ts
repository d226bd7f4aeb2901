import type { KeyLoginReport, LoginReport } from "@latchkey/contract"
import type { KeyLogin, ListedLogin } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { renderTime } from "./time.ts"

/** Whoever is refused chooses the login user, and a server says what it likes: all of it is escaped. */
export function renderLoginReport(login: ListedLogin): LoginReport {
  const { key } = login
  return {
    id: login.id,
    kind: login.kind,
    at: renderTime(login.at),
    firstAt: renderTime(login.firstAt),
    loginUser: toPrintable(login.loginUser),
    address: toPrintable(login.address),
    port: login.port,
    fingerprint: login.fingerprint,
    key: key === undefined ? null : { id: key.id, name: toPrintable(key.name), keyType: key.keyType, bits: key.bits },
    owner: key === undefined ? null : { id: key.owner.id, handle: key.owner.handle, kind: key.owner.kind },
    reason: login.reason ?? null,
    count: login.count,
    openUntil: renderTime(login.openUntil),
    isOpen: login.isOpen,
    closing: login.isClosing,
  }
}

export function renderKeyLogin(login: KeyLogin): KeyLoginReport {
  return { ...renderLoginReport(login), server: login.server }
}
