import type {
  Closings as RenderedClosings,
  KeyReceipt as RenderedKeyReceipt,
  Receipt as RenderedReceipt,
  KeyReplacement as RenderedReplacement,
} from "@latchkey/contract"
import type { Closings, KeyReceipt, Receipt, ReplacementView, Server, SshKey } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { renderEffect, renderOwner } from "./server.ts"
import { renderTime } from "./time.ts"

export function renderReplacement(replacement: ReplacementView): RenderedReplacement {
  const { oldKey, newKey, removeAfterLogin, startedAt, places } = replacement
  return {
    oldKey: renderKey(oldKey),
    newKey: renderKey(newKey),
    removeAfterLogin,
    startedAt: renderTime(startedAt),
    places: places.map(({ server, loginUser, newKey: effect, seenAt, oldKey: state }) => ({
      server: renderServerName(server),
      loginUser,
      newKey: effect === undefined ? null : { ...renderEffect(effect), seenAt: renderTime(seenAt) },
      oldKey: state,
    })),
  }
}

export function renderKeyReceipt({ added, removed }: KeyReceipt): RenderedKeyReceipt {
  return { added: renderReceipt(added), removed: renderReceipt(removed) }
}

function renderReceipt({ total, inEffect, since, waiting }: Receipt): RenderedReceipt {
  return {
    total,
    inEffect,
    since: renderTime(since),
    waiting: waiting.map(({ server, loginUser, since: changedAt, policy, refusesFrom }) => ({
      server: renderServerName(server),
      loginUser,
      since: renderTime(changedAt),
      lastContactAt: renderTime(server.lastContactAt),
      policy,
      refusesFrom: renderTime(refusesFrom),
    })),
  }
}

export function renderClosings({ places, hiddenServers }: Closings): RenderedClosings {
  return {
    places: places.map(({ server, losers, ...place }) => ({
      server: renderServerName(server),
      ...place,
      losers: losers.map(renderOwner),
    })),
    hiddenServers,
  }
}

function renderKey({ id, name, fingerprint }: SshKey) {
  return { id, name: toPrintable(name), fingerprint }
}

function renderServerName({ id, name }: Server) {
  return { id, name }
}
