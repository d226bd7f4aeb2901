import type { KeyConcern, KeyPolicy } from "@latchkey/core"
import { type KeyTypeName, keyTypes } from "@latchkey/engine"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** The key that somebody is told about. */
export type ConcernedKey = { readonly keyType: KeyTypeName; readonly bits: number }

type Facts = { readonly family: string; readonly bits: number; readonly policy: KeyPolicy }
type Words = { readonly message: (facts: Facts) => MessageDescriptor; readonly advice: MessageDescriptor }

const replace = msg`Make a new key, and remove this one wherever it opens something.`
const replaceLater = msg`You can keep it; replace it with an Ed25519 key when you can.`

/** What each weakness is and what to do, by how bad it is; most are never mere warnings. */
const words: Readonly<Record<KeyConcern["code"], { readonly refuse: Words; readonly warn?: Words }>> = {
  type: {
    refuse: {
      message: ({ family }) =>
        family === "DSA" ? msg`DSA was removed from OpenSSH.` : msg`Keys of type ${family} are not accepted here.`,
      advice: msg`Use a key of another type.`,
    },
  },
  size: {
    refuse: {
      message: ({ family, bits }) => msg`${family} ${bits} is too short to be safe.`,
      advice: msg`Use a new key instead.`,
    },
    warn: {
      message({ family, bits, policy: { advisedRsaBits } }) {
        return msg`${family} ${bits} is below the ${advisedRsaBits} bits that last.`
      },
      advice: replaceLater,
    },
  },
  exponent: {
    refuse: {
      message: () => msg`Its public exponent is so long that OpenSSH takes no signature of this key.`,
      advice: replace,
    },
    warn: { message: () => msg`Its public exponent is unusually small.`, advice: replaceLater },
  },
  roca: {
    refuse: {
      message: () => msg`A faulty chip made this key (ROCA): its private half can be computed from the public one.`,
      advice: replace,
    },
  },
  close_primes: {
    refuse: {
      message: () => msg`Its two primes lie so close together that its private half can be computed.`,
      advice: replace,
    },
  },
  small_factor: {
    refuse: {
      message: () => msg`Its modulus can be divided by a small number, as that of no sound key can.`,
      advice: replace,
    },
  },
  private_exponent: {
    refuse: {
      message: () => msg`Its private exponent is so short that it can be computed from the public half.`,
      advice: replace,
    },
  },
  shared_prime: {
    refuse: {
      message: () => msg`It shares a prime with another key: whoever has both can compute its private half.`,
      advice: replace,
    },
  },
  vendor_key: {
    refuse: {
      message: () => msg`Its private half is published, because it ships in devices. Everybody can use it.`,
      advice: replace,
    },
  },
  blocklist: {
    refuse: {
      message: () => msg`This key is on the blocklist of this Latchkey.`,
      advice: msg`Make a new key, and treat this one as known to others.`,
    },
  },
}

/** What speaks against a key and what to do about it, one sentence each. */
export function concernWords(
  { code, severity }: Pick<KeyConcern, "code" | "severity">,
  { keyType, bits }: ConcernedKey,
  policy: KeyPolicy,
) {
  const { refuse, warn = refuse } = words[code]
  const { message, advice } = severity === "warn" ? warn : refuse
  return { message: message({ family: keyTypes[keyType].family, bits, policy }), advice }
}
