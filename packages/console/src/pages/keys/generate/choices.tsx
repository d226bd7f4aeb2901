import type { WritableFormat } from "@latchkey/engine/private"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Checkbox, NativeSelect, Radio } from "@mantine/core"
import { useState } from "react"
import { useKeyPolicy } from "../../../key-policy.ts"
import styles from "./generate.module.css"
import { fileKinds, type KeyKind } from "./key-kinds.ts"

type KindProps = {
  kinds: readonly KeyKind[]
  /** Behind a button, unless there is nothing else. */
  more: readonly KeyKind[]
  chosen: string
  onChoose: (id: string) => void
}

/** The kinds of key, one of which is made. */
export function KindChoice({ kinds, more, chosen, onChoose }: KindProps) {
  const { t, i18n } = useLingui()
  const [isWhole, setWhole] = useState(more.some(({ id }) => id === chosen))
  return (
    <Radio.Group label={t`Type`} value={chosen} onChange={onChoose}>
      <div className={styles.kinds}>
        {(isWhole ? [...kinds, ...more] : kinds).map(({ id, name, about }) => (
          <Radio.Card key={id} value={id} className={styles.kind}>
            <Radio.Indicator className={styles.ring ?? ""} />
            <span>
              <strong>{name}</strong>
              <span className={styles.about}>{i18n._(about)}</span>
            </span>
          </Radio.Card>
        ))}
      </div>
      {isWhole || more.length === 0 ? null : (
        <Button size="xs" variant="quiet" className={styles.more ?? ""} onClick={() => setWhole(true)}>
          <Trans>More types</Trans>
        </Button>
      )}
    </Radio.Group>
  )
}

type FileProps = {
  chosen: readonly WritableFormat[]
  error: string | undefined
  onChoose: (formats: readonly WritableFormat[]) => void
}

/** The files in which the private half is saved, one or several. */
export function FileChoice({ chosen, error, onChoose }: FileProps) {
  const { t, i18n } = useLingui()
  return (
    <Checkbox.Group
      label={t`Files`}
      value={[...chosen]}
      error={error}
      onChange={(values) => onChoose(fileKinds.map(({ format }) => format).filter((format) => values.includes(format)))}
    >
      <div className={styles.formats}>
        {fileKinds.map(({ format, name, about }) => (
          <Checkbox key={format} value={format} label={name} description={i18n._(about)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

type ExpiryProps = { days: number; onChoose: (days: number) => void }

/** For how long the key opens anything, 0 for as long as the key policy allows. */
export function ExpiryChoice({ days, onChoose }: ExpiryProps) {
  const { t } = useLingui()
  const { maximumLifetimeDays: longest } = useKeyPolicy()
  const offered = [
    { value: "0", label: longest == null ? t`Never` : t`In ${longest} days, as the key policy says` },
    { value: "30", label: t`In 30 days` },
    { value: "90", label: t`In 90 days` },
    { value: "365", label: t`In 1 year` },
  ]
  return (
    <NativeSelect
      label={t`Expires`}
      data={offered.filter(({ value }) => longest == null || Number(value) < longest)}
      value={String(days)}
      onChange={(event) => onChoose(Number(event.currentTarget.value))}
    />
  )
}
