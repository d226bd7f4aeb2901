import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Checkbox, Progress } from "@mantine/core"
import { useState } from "react"
import { PasswordField } from "../../../forms/password-field.tsx"
import { CopyButton } from "../../../ui/copy-button.tsx"
import { LinkButton } from "../../../ui/link-button.tsx"
import styles from "./generate.module.css"
import { newPassphrase, type Strength, strengthOf } from "./passphrase.ts"

const strengths: Readonly<Record<Strength, { readonly words: MessageDescriptor; readonly value: number }>> = {
  weak: { words: msg`Weak: guessed in minutes`, value: 15 },
  fair: { words: msg`Fair`, value: 45 },
  strong: { words: msg`Strong`, value: 75 },
  "very-strong": { words: msg`Very strong`, value: 100 },
}

type Props = {
  passphrase: string
  isOpen: boolean
  error: string | undefined
  onChange: (passphrase: string) => void
  onOpen: (isOpen: boolean) => void
}

/** A passphrase, how much it is worth, and the way to have none. */
export function PassphraseFields({ passphrase, isOpen, error, onChange, onOpen }: Props) {
  const { t, i18n } = useLingui()
  const [proposed, setProposed] = useState(false)
  const { words, value } = strengths[strengthOf(passphrase)]

  function propose() {
    onChange(newPassphrase())
    setProposed(true)
  }

  return (
    <div className={styles.passphrase}>
      {isOpen ? null : (
        <>
          <PasswordField
            label={t`Passphrase`}
            autoComplete="new-password"
            value={passphrase}
            error={error}
            {...(proposed && { visible: true, onVisibilityChange: () => setProposed(false) })}
            onChange={(event) => {
              setProposed(false)
              onChange(event.currentTarget.value)
            }}
          />
          <div className={styles.strength}>
            {passphrase === "" ? (
              <span />
            ) : (
              <>
                <Progress value={value} aria-label={t`Strength of the passphrase`} className={styles.bar ?? ""} />
                <span aria-live="polite">{i18n._(words)}</span>
              </>
            )}
            <LinkButton onClick={propose}>
              <Trans>Generate one</Trans>
            </LinkButton>
            {proposed ? (
              <CopyButton value={passphrase} label={t`Copy the passphrase`} announcement={t`Passphrase copied`} />
            ) : null}
          </div>
        </>
      )}
      <Checkbox
        label={t`No passphrase`}
        description={t`Anyone who copies the file can use it. Fine for machines, not for people.`}
        checked={isOpen}
        onChange={(event) => onOpen(event.currentTarget.checked)}
      />
    </div>
  )
}
