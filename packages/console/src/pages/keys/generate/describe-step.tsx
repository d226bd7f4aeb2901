import type { WritableFormat } from "@latchkey/engine/private"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Button, TextInput } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useState } from "react"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import layout from "../../../ui/dialog.module.css"
import { GuideLink } from "../../guides/guide-link.tsx"
import { dayAfter, startOfDay } from "../changes/expiry-day.ts"
import { useNameWords } from "../changes/name-words.ts"
import { useHolder } from "../holder.tsx"
import { nameProblem } from "../key-name.ts"
import { ExpiryChoice, FileChoice, KindChoice } from "./choices.tsx"
import styles from "./generate.module.css"
import { keyKinds, moreKeyKinds } from "./key-kinds.ts"
import type { KeyWish, MadeKey } from "./key-maker.ts"
import { Making } from "./making.tsx"
import { PassphraseFields } from "./passphrase-fields.tsx"
import { useAllowedKinds } from "./use-allowed-kinds.ts"
import type { MakerHolder } from "./use-key-maker.ts"

/** What somebody asked for, as far as the steps after it need it. */
export type Described = {
  readonly name: string
  readonly isProtected: boolean
  readonly formats: readonly WritableFormat[]
  readonly expiresAt?: string
}

type Props = {
  maker: MakerHolder
  onMade: (described: Described, made: MadeKey) => void
  onCancel: () => void
}

/** Name, type, passphrase and files of a pair to be made. */
export function DescribeStep({ maker, onMade, onCancel }: Props) {
  const { t } = useLingui()
  const { handle } = useHolder()
  const kinds = useAllowedKinds(keyKinds)
  const moreKinds = useAllowedKinds(moreKeyKinds)
  const [name, setName] = useState("")
  const [kindId, setKindId] = useState((kinds[0] ?? moreKinds[0])?.id ?? "")
  const [passphrase, setPassphrase] = useState("")
  const [isOpen, setOpen] = useState(false)
  const [formats, setFormats] = useState<readonly WritableFormat[]>(["openssh"])
  const [days, setDays] = useState(0)
  const [tried, setTried] = useState(false)
  const [making, setMaking] = useState<KeyWish>()
  const [failed, setFailed] = useState(false)
  const nameWords = useNameWords()
  const kind = [...kinds, ...moreKinds].find(({ id }) => id === kindId)
  const wrong = nameProblem(name)
  const errors = !tried
    ? {}
    : {
        ...(wrong !== undefined && { name: wrong === "empty" ? t`Give the key a name.` : nameWords(wrong, name) }),
        ...(passphrase === "" && !isOpen && { passphrase: t`Choose a passphrase, or tick “No passphrase”.` }),
        ...(formats.length === 0 && { formats: t`Choose at least one file.` }),
      }

  async function submit() {
    setTried(true)
    if (wrong !== undefined || (passphrase === "" && !isOpen) || formats.length === 0 || kind === undefined) return
    const comment = `${handle}@${name.trim()}`
    setFailed(false)
    setMaking({ spec: kind.spec, comment, passphrase: isOpen ? "" : passphrase, formats })
  }

  function described({ passphrase: used }: KeyWish): Described {
    const expiry = days === 0 ? {} : { expiresAt: startOfDay(dayAfter(new Date(), days)) }
    return { name: name.trim(), isProtected: used !== "", formats, ...expiry }
  }

  if (making !== undefined) {
    return (
      <Making
        maker={maker}
        wish={making}
        onMade={(made) => onMade(described(making), made)}
        onEnd={(hasFailed) => {
          setFailed(hasFailed)
          setMaking(undefined)
        }}
      />
    )
  }
  if (kind === undefined) return <NoKind onCancel={onCancel} />
  return (
    <Form
      errors={errors}
      banner={
        failed ? (
          <Trans>
            This browser cannot make keys safely. Run <code>ssh-keygen -t ed25519</code> and import the .pub file.
          </Trans>
        ) : undefined
      }
      onSubmit={() => void submit()}
      dialogButtons={
        <>
          <p className={styles.promise}>
            <Trans>The pair is made in this browser. Only the public half is sent.</Trans>
          </p>
          <DialogButtons submitLabel={t`Generate`} busy={false} onCancel={onCancel} />
        </>
      }
    >
      <div className={styles.pair}>
        <TextInput
          data-autofocus
          label={t`Name`}
          autoComplete="off"
          value={name}
          error={errors.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ExpiryChoice days={days} onChoose={setDays} />
      </div>
      <KindChoice kinds={kinds} more={moreKinds} chosen={kindId} onChoose={setKindId} />
      <PassphraseFields
        passphrase={passphrase}
        isOpen={isOpen}
        error={errors.passphrase}
        onChange={setPassphrase}
        onOpen={setOpen}
      />
      <FileChoice chosen={formats} error={errors.formats} onChoose={setFormats} />
      <p className={styles.elsewhere}>
        <Trans>Would you rather make it yourself?</Trans>{" "}
        <GuideLink name="make-a-key">
          <Trans>In a terminal</Trans>
        </GuideLink>{" "}
        <GuideLink name="puttygen">
          <Trans>With PuTTYgen</Trans>
        </GuideLink>
      </p>
    </Form>
  )
}

function NoKind({ onCancel }: Pick<Props, "onCancel">) {
  return (
    <div className={layout.body}>
      <Alert variant="warn" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
        <Trans>The key policy of this Latchkey accepts no type of key that a browser can make.</Trans>
      </Alert>
      <Button onClick={onCancel}>
        <Trans>Close</Trans>
      </Button>
    </div>
  )
}
