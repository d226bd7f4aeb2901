import type { BundleKeyList, BundleKey as RenderedBundleKey } from "@latchkey/contract"
import {
  announceBundleKey,
  type BundleKeys,
  type KnownBundleKey,
  listBundleKeys,
  offerUnlock,
  renewServerToken,
  retireBundleKey,
  serverId,
  sshKeyId,
  useBundleKey,
} from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderTime } from "./render/time.ts"

type ServerTrustRoutes =
  | "listBundleKeys"
  | "announceBundleKey"
  | "useBundleKey"
  | "retireBundleKey"
  | "renewServerToken"
  | "offerUnlock"

export const serverTrustHandlers: Handlers<ServerTrustRoutes> = {
  async listBundleKeys({ context, actor }) {
    return renderKeys(await listBundleKeys(context, actor))
  },

  async announceBundleKey({ context, actor, bundleKeys }) {
    return renderKey(await announceBundleKey(context, actor, bundleKeys))
  },

  async useBundleKey({ context, actor, params, body, bundleKeys: files }) {
    return renderKeys(await useBundleKey(context, actor, params.fingerprint, { force: body.force, files }))
  },

  async retireBundleKey({ context, actor, params }) {
    await retireBundleKey(context, actor, params.fingerprint)
  },

  async renewServerToken({ context, actor, params }) {
    await renewServerToken(context, actor, serverId(params.id))
  },

  async offerUnlock({ context, actor, params, body }) {
    const request = { loginUser: body.loginUser, keyId: sshKeyId(body.keyId) }
    const { letters, expiresAt } = await offerUnlock(context, actor, serverId(params.id), request)
    return { letters, expiresAt: renderTime(expiresAt) }
  },
}

function renderKeys({ keys, connectedServers }: BundleKeys): BundleKeyList {
  return { items: keys.map(renderKey), connectedServers }
}

function renderKey({ addedAt, ...key }: KnownBundleKey): RenderedBundleKey {
  return { ...key, addedAt: renderTime(addedAt) }
}
