import type { BundleKeyList, BundleKey as RenderedBundleKey } from "@latchkey/contract"
import {
  announceBundleKey,
  type BundleKeys,
  CoreError,
  type KnownBundleKey,
  listBundleKeys,
  retireBundleKey,
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

function notYet(): never {
  throw new CoreError("not_implemented", "this is being built")
}

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

  renewServerToken: notYet,
  offerUnlock: notYet,
}

function renderKeys({ keys, connectedServers }: BundleKeys): BundleKeyList {
  return { items: keys.map(renderKey), connectedServers }
}

function renderKey({ addedAt, ...key }: KnownBundleKey): RenderedBundleKey {
  return { ...key, addedAt: renderTime(addedAt) }
}
