import { generateKeyPairSync, randomBytes } from "node:crypto"

/** A new Ed25519 key's public line (RFC 8709 section 4), with the comment exactly as given. */
export function newPublicLine(comment: string): string {
  const { x = "" } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" })
  return publicLine("ssh-ed25519", [Buffer.from(x, "base64url")], comment)
}

/** A new RSA key's public line (RFC 4253 section 6.6). */
export function newRsaLine(bits: number, comment = `rsa-${bits}`): string {
  const { n = "", e = "" } = generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ format: "jwk" })
  // Both numbers are positive: a leading zero keeps the modulus from reading as a negative one.
  const modulus = Buffer.concat([Buffer.of(0), Buffer.from(n, "base64url")])
  return publicLine("ssh-rsa", [Buffer.from(e, "base64url"), modulus], comment)
}

/** The public line of an RSA key that is none: the modulus, of 3072 bits, is three times another number. */
export function unsoundRsaLine(comment: string): string {
  const third = BigInt(`0x40${randomBytes(382).toString("hex")}01`)
  const modulus = Buffer.from(`00${(3n * third).toString(16)}`, "hex")
  return publicLine("ssh-rsa", [Buffer.of(1, 0, 1), modulus], comment)
}

/** A new ECDSA key's public line on P-256 or P-384 (RFC 5656 section 3.1). */
export function newEcdsaLine(bits: 256 | 384, comment: string): string {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: `P-${bits}` })
  const { x = "", y = "" } = publicKey.export({ format: "jwk" })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")])
  return publicLine(`ecdsa-sha2-nistp${bits}`, [Buffer.from(`nistp${bits}`), point], comment)
}

/** The public line of an Ed25519 key that a security key could hold (OpenSSH PROTOCOL.u2f). */
export function newSecurityKeyLine(comment: string): string {
  const { x = "" } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" })
  const fields = [Buffer.from(x, "base64url"), Buffer.from("ssh:")]
  return publicLine("sk-ssh-ed25519@openssh.com", fields, comment)
}

function publicLine(type: string, fields: readonly Buffer[], comment: string): string {
  const blob = [Buffer.from(type), ...fields].flatMap((field) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(field.length)
    return [length, field]
  })
  return `${type} ${Buffer.concat(blob).toString("base64")} ${comment}`
}
