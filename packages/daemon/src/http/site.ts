import type { Gateway } from "@latchkey/contract"
import type { Changes, Context } from "@latchkey/core"
import type { BundleSigner } from "../bundle-signer.ts"
import type { Logger } from "../log.ts"
import type { Metrics } from "../metrics.ts"
import type { AuditKeeping } from "./call.ts"

/** What the HTTP door is given: the installation's ports, and how it is reached. */
export interface Site {
  readonly ports: Omit<Context, "origin">
  /** Tells of what is changed, here and through other daemons. */
  readonly changes: Changes
  readonly logger: Logger
  /** Whether the public URL is https: decides what cookies are called and who may read them. */
  readonly isHttps: boolean
  /** Addresses and ranges whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[]
  gateway(): Gateway
  /** Whether the daemon has been told to stop: it answers, and wants no more requests. */
  isStopping(): boolean
  /** Resolves when the database answers. */
  ping(): Promise<void>
  readonly metrics: Metrics
  readonly audit: AuditKeeping
  readonly bundleSigner: BundleSigner
  /** Whether servers may be connected over plain http, for a trial. */
  readonly allowsInsecureHttp: boolean
  /** What runs on servers; may be missing. */
  readonly hostFolder: string
  /** The built console; may be missing. */
  readonly consoleFolder: string
}
