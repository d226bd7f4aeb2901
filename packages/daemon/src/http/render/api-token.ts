import type { ApiToken as RenderedApiToken, NewToken as RenderedNewToken } from "@latchkey/contract"
import type { ApiToken, NewToken } from "@latchkey/core"
import { renderTime } from "./time.ts"

export function renderApiToken(token: ApiToken): RenderedApiToken {
  return {
    id: token.id,
    name: token.name,
    scopes: [...token.scopes],
    createdAt: renderTime(token.createdAt),
    expiresAt: renderTime(token.expiresAt),
    lastUsedAt: renderTime(token.lastUsedAt),
    lastUsedFrom: token.lastUsedFrom ?? null,
  }
}

export function renderNewToken({ token, secret }: NewToken): RenderedNewToken {
  return { token: renderApiToken(token), secret }
}
