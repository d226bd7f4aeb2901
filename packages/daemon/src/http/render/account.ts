import type {
  Account as RenderedAccount,
  ListedAccount as RenderedListedAccount,
  ListedRobot as RenderedListedRobot,
  LoginSession as RenderedLoginSession,
  Offboarding as RenderedOffboarding,
  Person as RenderedPerson,
  Robot as RenderedRobot,
  WhoAmI,
} from "@latchkey/contract"
import type {
  Account,
  ListedAccount,
  ListedRobot,
  LoginSession,
  LoginSessionId,
  Offboarding,
  Person,
  Robot,
  SignedIn,
} from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { renderApiToken } from "./api-token.ts"
import { renderClosings } from "./key-replacement.ts"
import { renderKeyPage, type View } from "./ssh-key.ts"
import { renderTime } from "./time.ts"

export function renderAccount(account: Account): RenderedAccount {
  return account.kind === "person" ? renderPerson(account) : renderRobot(account)
}

export function renderPerson(person: Person): RenderedPerson {
  const { kind, language, theme, role, publishesKeys } = person
  return { kind, ...common(person), email: toPrintable(person.email), language, theme, role, publishesKeys }
}

export function renderRobot(robot: Robot): RenderedRobot {
  return { kind: robot.kind, ...common(robot), projectId: robot.projectId, disabledByAdmin: robot.disabledByAdmin }
}

export function renderListedRobot(robot: ListedRobot): RenderedListedRobot {
  return { ...renderRobot(robot), ...renderTally(robot) }
}

export function renderListedAccount(account: ListedAccount): RenderedListedAccount {
  return account.kind === "person"
    ? { ...renderPerson(account), ...renderTally(account) }
    : { ...renderListedRobot(account), projectName: toPrintable(account.projectName ?? "") }
}

function renderTally({ keyCount, lastSeenAt }: Pick<ListedRobot, "keyCount" | "lastSeenAt">) {
  return { keyCount, lastSeenAt: renderTime(lastSeenAt) }
}

function common({ id, handle, displayName, keyQuota, createdAt, disabledAt, revision }: Account) {
  return {
    id,
    handle,
    displayName: toPrintable(displayName),
    keyQuota,
    createdAt: renderTime(createdAt),
    disabledAt: renderTime(disabledAt),
    revision,
  }
}

export function renderWhoAmI({ account, by, scopes }: SignedIn): WhoAmI {
  return {
    account: renderAccount(account),
    by: by.kind === "login_session" ? by.kind : "api_token",
    scopes: [...scopes],
  }
}

export function renderLoginSession(
  loginSession: LoginSession,
  current: LoginSessionId | undefined,
): RenderedLoginSession {
  const { id, device, address, createdAt, lastSeenAt } = loginSession
  return {
    id,
    device: device ?? null,
    address: address ?? null,
    createdAt: renderTime(createdAt),
    lastSeenAt: renderTime(lastSeenAt),
    isCurrent: id === current,
  }
}

export function renderOffboarding(
  { account, project, keys, tokens, loginSessions, publishesKeys, robots, ownedAlone, closings }: Offboarding,
  view: View,
  current: LoginSessionId | undefined,
): RenderedOffboarding {
  return {
    account: renderAccount(account),
    project: project === undefined ? null : { id: project.id, name: toPrintable(project.name) },
    keys: renderKeyPage(keys, view),
    tokens: tokens.map(renderApiToken),
    loginSessions: loginSessions.map((loginSession) => renderLoginSession(loginSession, current)),
    publishesKeys,
    robots: robots.map(renderRobot),
    ownedAlone: ownedAlone.map(({ id, name, kind }) => ({ id, name: toPrintable(name), kind })),
    closings: renderClosings(closings),
  }
}
