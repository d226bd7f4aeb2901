import { z } from "zod"

/** Why there is no gateway: a closed list, for programs and for words in other languages. */
export const gatewayOffReasons = [
  /** The settings say so. */
  "switched_off",
  /** It is on, or off for another reason, in a moment. */
  "starting",
  "sshd_missing",
  "ssh_missing",
  "ssh_keygen_missing",
  "curl_missing",
  /** Others than root can exchange curl, so sshd does not run it. */
  "curl_untrusted",
  /** The system does not know the user that the daemon runs as by a name. */
  "user_unnamed",
  /** That user's login shell runs no commands. */
  "shell_unusable",
  /** No algorithm of this OpenSSH is one that Latchkey trusts. */
  "openssh_too_old",
  /** Something that belongs into the data folder cannot be made there. */
  "data_folder_unusable",
  "host_key_unreadable",
  "configuration_refused",
  /** Its port is taken, or its address is not this machine's. */
  "address_unavailable",
  "sshd_ended",
  "unexpected",
] as const
export type GatewayOffReason = (typeof gatewayOffReasons)[number]

/** The SSH gateway, as people reach it. */
export const Gateway = z
  .discriminatedUnion("state", [
    z.object({
      state: z.literal("on"),
      /** The system user that the daemon runs as. */
      user: z.string(),
      /** localhost where it listens for programs of its own machine alone. */
      host: z.string(),
      port: z.int(),
      hostKeys: z.array(z.object({ keyType: z.string(), fingerprint: z.string(), publicKey: z.string() })),
    }),
    z.object({
      state: z.literal("off"),
      reason: z.enum(gatewayOffReasons),
      /** The reason in English, with its details. */
      message: z.string(),
      /** What to do about it. */
      hint: z.string().optional(),
    }),
  ])
  .meta({ id: "Gateway" })
export type Gateway = z.infer<typeof Gateway>
export type GatewayOff = Extract<Gateway, { state: "off" }>
