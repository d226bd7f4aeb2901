import { bundleKeyStates } from "@latchkey/core"
import { z } from "zod"
import { id, timestamp } from "./time.ts"

export const BundleKey = z
  .object({
    fingerprint: z.string().meta({ description: "SHA256:..." }),
    publicKey: z.string().meta({ description: "type and base64" }),
    state: z.enum(bundleKeyStates).meta({
      description: "current: signs what servers go by; announced: servers are told to trust it; retired: no more",
    }),
    addedAt: timestamp,
    knownBy: z.int().meta({ description: "connected servers that go by keys in which it is named" }),
    missingOn: z.int().meta({
      description: "connected servers that were heard in the last day and do not know it yet",
    }),
  })
  .meta({ id: "BundleKey" })
export type BundleKey = z.infer<typeof BundleKey>

export const BundleKeyList = z
  .object({
    items: z.array(BundleKey).meta({ description: "the oldest first" }),
    connectedServers: z.int(),
  })
  .meta({ id: "BundleKeyList" })
export type BundleKeyList = z.infer<typeof BundleKeyList>

/** The path of a bundle key: its fingerprint, percent-encoded. */
export const byFingerprint = z.object({ fingerprint: z.string().max(100) })

export const BundleKeyUse = z
  .strictObject({
    force: z.boolean().optional().meta({
      description: "use it though servers do not know it: those must be connected again",
    }),
  })
  .meta({ id: "BundleKeyUse" })

export const UnlockRequest = z
  .strictObject({
    loginUser: z.string().max(200),
    keyId: id.meta({ description: "of a member or robot of the server's project" }),
  })
  .meta({ id: "UnlockRequest" })

export const UnlockOffer = z
  .object({
    letters: z.string().meta({ description: "for latchkey-unlock on the server; shown this once" }),
    expiresAt: timestamp,
  })
  .meta({ id: "UnlockOffer" })
export type UnlockOffer = z.infer<typeof UnlockOffer>
