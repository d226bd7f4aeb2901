import { KeyError } from "../error.ts"
import { readDsaPrivate } from "../formats/dsa-private.ts"
import { readOpensshKey } from "../formats/openssh-key.ts"
import { readPemBody } from "../formats/pem-body.ts"
import { decryptLegacyPem, decryptPkcs8, wrongPassphrase } from "../formats/pem-encryption.ts"
import { readPkcs1Private } from "../formats/pkcs1-private.ts"
import { readPkcs8 } from "../formats/pkcs8.ts"
import { readPpk } from "../formats/ppk.ts"
import { readSec1 } from "../formats/sec1.ts"
import type { PrivateFormatName } from "../inspection.ts"
import type { PublicKey } from "../public-key.ts"
import type { PrivateBlock } from "../scan/private-blocks.ts"
import { textLines } from "../scan/text-lines.ts"
import { attempt } from "./attempt.ts"

/** The first byte of every DER private key. */
const DER_SEQUENCE = 0x30

const readers: Readonly<Partial<Record<PrivateFormatName, (der: Uint8Array) => PublicKey>>> = {
  "openssh-key-v1": readOpensshKey,
  pkcs8: readPkcs8,
  "pkcs1-private": readPkcs1Private,
  sec1: readSec1,
  "dsa-private": readDsaPrivate,
}

/**
 * `ssh-keygen -y` takes no file of ssh.com's format; `-i` turns one that is not encrypted into a private key that it
 * takes, which nobody should have to store for that.
 */
const sshcomHint =
  "run puttygen FILE -L, or PuTTYgen's Conversions > Import key; without a passphrase also: ssh-keygen -i -f FILE | ssh-keygen -y -f /dev/stdin"

/**
 * Reads the public half of a private key. Throws `passphrase_required` or `passphrase_wrong` when it is encrypted with the
 * rest, `type_unsupported` for formats that are recognised only, and whatever is wrong with the file.
 */
export function readPublicHalf(block: PrivateBlock, passphrase?: string): PublicKey {
  if (!block.framed) {
    throw new KeyError("format_invalid", "the first line of this private key is missing or damaged", {
      hint: "use the whole file",
    })
  }
  const lines = textLines(block.body).map((line) => line.text)
  if (block.format === "ppk") return readPpk(lines)
  const read = readers[block.format]
  if (read === undefined) {
    throw new KeyError("type_unsupported", "the public half cannot be read from this private key format", {
      hint: block.format === "sshcom" ? sshcomHint : "make it with: ssh-keygen -y -f FILE",
    })
  }
  const { headers, bytes } = readPemBody(frameContents(block.body))
  if (!block.encrypted || block.format === "openssh-key-v1") return read(bytes)
  if (passphrase === undefined) {
    throw new KeyError("passphrase_required", "the public half cannot be read without the passphrase", {
      hint: "run ssh-keygen -y -f FILE and use the result",
    })
  }
  const dekInfo = headers.get("dek-info")
  const plain = dekInfo === undefined ? decryptPkcs8(bytes, passphrase) : decryptLegacyPem(dekInfo, bytes, passphrase)
  const outcome = attempt(() => read(plain))
  if (outcome.error === undefined) return outcome.value
  // One wrong passphrase in 256 leaves padding that looks right, and then no DER.
  throw plain[0] === DER_SEQUENCE ? outcome.error : wrongPassphrase()
}

/** The lines between BEGIN and END of a block, also when all of it stands on one line. */
function frameContents(body: string): readonly string[] {
  const inner = body
    .replace(/[-–—]{0,8}[ \t]{0,4}BEGIN[\sA-Z0-9+_]{0,40}?PRIVATE[\s+_]{0,8}KEY[-–—\s]{0,8}/gi, "\n")
    .replace(/(?:[-–—]{0,8}[ \t]{0,4})END[\sA-Z0-9+_]{0,40}?PRIVATE[\s+_]{0,8}KEY[\s\S]*$/i, "\n")
  const withoutParameters = inner.replace(/-----BEGIN EC PARAMETERS-----[^-]*-----END EC PARAMETERS-----/, "")
  return textLines(withoutParameters).map((line) => line.text)
}
