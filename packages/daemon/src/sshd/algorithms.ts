import { type KeyTypeName, keyTypes } from "@latchkey/engine"
import { GatewayFault } from "./gateway-fault.ts"
import { runProgram } from "./run-program.ts"

/** What the gateway negotiates, best first; no list is empty. */
export interface Algorithms {
  readonly keyExchanges: readonly string[]
  readonly ciphers: readonly string[]
  readonly macs: readonly string[]
  readonly hostKeySignatures: readonly string[]
  readonly signatures: readonly string[]
}

/** Post-quantum first; nothing with SHA-1, CBC or a group under 2048 bits. */
const wanted = {
  keyExchanges: [
    "mlkem768x25519-sha256",
    "sntrup761x25519-sha512",
    "sntrup761x25519-sha512@openssh.com",
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group18-sha512",
    "diffie-hellman-group14-sha256",
  ],
  ciphers: [
    "chacha20-poly1305@openssh.com",
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
  ],
  macs: [
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
    "umac-128-etm@openssh.com",
    "hmac-sha2-256",
    "hmac-sha2-512",
    "umac-128@openssh.com",
  ],
} as const

/**
 * The wanted algorithms that this build of OpenSSH has (`ssh -Q`). Signatures are those of every usable key type, plain
 * keys only: a certificate opens nothing here.
 *
 * @throws GatewayFault when a list would be empty
 */
export async function chooseAlgorithms(ssh: string, hostKeyTypes: readonly KeyTypeName[]): Promise<Algorithms> {
  const choose = async (query: string, names: readonly string[]) => {
    const known = new Set((await runProgram(ssh, ["-Q", query])).stdout.split("\n"))
    const chosen = names.filter((name) => known.has(name))
    if (chosen.length > 0) return chosen
    throw new GatewayFault(
      "openssh_too_old",
      `this OpenSSH has no algorithm that Latchkey trusts (ssh -Q ${query})`,
      "install OpenSSH 8.2 or newer",
    )
  }
  const usable = Object.values(keyTypes).filter(({ status }) => status === "usable")
  const [keyExchanges, ciphers, macs, hostKeySignatures, signatures] = await Promise.all([
    choose("kex", wanted.keyExchanges),
    choose("cipher", wanted.ciphers),
    choose("mac", wanted.macs),
    choose("sig", hostKeyTypes.flatMap(strongSignatures)),
    choose(
      "sig",
      usable.flatMap(({ name }) => strongSignatures(name)),
    ),
  ])
  return { keyExchanges, ciphers, macs, hostKeySignatures, signatures }
}

function strongSignatures(type: KeyTypeName): readonly string[] {
  const { signatureAlgorithms } = keyTypes[type]
  // Where another one is better than the one with the type's own name, that one has aged: RSA with SHA-1 (RFC 8332).
  return signatureAlgorithms[0] === type ? signatureAlgorithms : signatureAlgorithms.filter((name) => name !== type)
}
