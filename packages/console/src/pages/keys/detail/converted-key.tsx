import type { SshKey } from "@latchkey/contract"
import { formatRfc4716, formatSpki, KeyError, parsePublicKey } from "@latchkey/engine"
import { Trans } from "@lingui/react/macro"
import { sentence } from "../../../failure.ts"
import styles from "./detail.module.css"
import { WrittenKey } from "./written-key.tsx"

const forms = {
  "RFC 4716": { write: formatRfc4716, ending: ".rfc4716.pub" },
  PEM: { write: formatSpki, ending: ".pem" },
} as const

/** A key in a format that the engine must convert it to; the engine is loaded with this. */
export default function ConvertedKey({ sshKey, format }: { sshKey: SshKey; format: keyof typeof forms }) {
  const { write, ending } = forms[format]
  let text: string
  try {
    text = write(parsePublicKey(sshKey.publicKey, { points: "trusted" }))
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    return (
      <p className={styles.noForm}>
        <Trans>This key type cannot be written as {format}.</Trans> <span lang="en">({sentence(error.message)})</span>
      </p>
    )
  }
  return <WrittenKey name={sshKey.name} text={text} ending={ending} />
}
