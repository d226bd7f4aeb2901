import { hash, type KeyObject, randomBytes, sign } from "node:crypto"
import { absent, bits, context, integer, octets, oid, sequence, set, time, utf8 } from "./der.ts"

const day = 24 * 60 * 60 * 1000
/** How long a certificate is good, in days: what OpenStack gives it. */
const lifetime = 3650

/**
 * A certificate that signs itself, in DER (RFC 5280), as OpenStack makes it for users who sign in to Windows: it names its
 * owner, also as a user principal name, and is for clients.
 */
export function makeCertificate(owner: string, publicKey: KeyObject, privateKey: KeyObject, now = Date.now()): Buffer {
  const algorithm = sequence(oid("1.2.840.113549.1.1.11"), absent)
  const name = sequence(set(sequence(oid("2.5.4.3"), utf8(owner))))
  const key = publicKey.export({ type: "spki", format: "der" })
  const keyId = hash("sha1", publicKey.export({ type: "pkcs1", format: "der" }), "buffer")
  const principal = sequence(context(0, oid("1.3.6.1.4.1.311.20.2.3"), context(0, utf8(`${owner}@localhost`))))
  const content = sequence(
    context(0, integer(Uint8Array.of(2))),
    // 19 bytes, and the first bit that is set is one of the first byte's: positive, and never shorter.
    integer(Buffer.concat([Uint8Array.of(0x40), randomBytes(18)])),
    algorithm,
    name,
    sequence(time(new Date(now)), time(new Date(now + lifetime * day))),
    name,
    key,
    context(
      3,
      sequence(
        extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.2"))),
        extension("2.5.29.17", principal),
        extension("2.5.29.14", octets(keyId)),
      ),
    ),
  )
  return sequence(content, algorithm, bits(sign("sha256", content, privateKey)))
}

function extension(id: string, content: Uint8Array): Buffer {
  return sequence(oid(id), octets(content))
}
