/** The way a request came in; `host`: from a server that is managed, or about to be. */
export const doors = ["console", "http", "openstack", "ssh", "host", "daemon"] as const
export type Door = (typeof doors)[number]

/** Where a request came from: for the audit, never for a decision about who may do what. */
export interface Origin {
  readonly door: Door
  /** IPv4 or IPv6 text; absent for what the daemon does by itself. */
  readonly address?: string
  /** What a browser says that it is, in a few words: "Firefox, Linux". */
  readonly device?: string
  readonly requestId: string
}
