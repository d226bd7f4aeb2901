import type { RsaProgress } from "@latchkey/engine/private"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Loader } from "@mantine/core"
import { useEffect, useEffectEvent, useState } from "react"
import layout from "../../../ui/dialog.module.css"
import styles from "./generate.module.css"
import type { KeyWish, MadeKey } from "./key-maker.ts"
import type { MakerHolder } from "./use-key-maker.ts"

type Props = {
  maker: MakerHolder
  wish: KeyWish
  onMade: (made: MadeKey) => void
  onEnd: (hasFailed: boolean) => void
}

/** What is seen while a pair is made; an RSA key can take a while, and can be given up. */
export function Making({ maker, wish, onMade, onEnd }: Props) {
  const { t } = useLingui()
  const [progress, setProgress] = useState<RsaProgress>()
  const made = useEffectEvent(onMade)
  const failed = useEffectEvent(() => {
    maker.end()
    onEnd(true)
  })
  useEffect(() => {
    let isOver = false
    maker
      .current()
      .make(wish, setProgress)
      .then(
        (key) => {
          if (!isOver) made(key)
        },
        () => {
          if (!isOver) failed()
        },
      )
    return () => {
      isOver = true
    }
  }, [maker, wish])
  return (
    <>
      <div className={`${layout.body} ${styles.making}`} role="status">
        <Loader size="sm" aria-hidden />
        <p>
          <Trans>Making your key pair…</Trans>
        </p>
        {progress === undefined ? null : (
          <p className={styles.aside}>
            {t`${progress.primesFound} of 2 primes found, ${progress.candidates} numbers tried.`}
          </p>
        )}
      </div>
      <div className={layout.footer}>
        <Button
          onClick={() => {
            maker.end()
            onEnd(false)
          }}
        >
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </>
  )
}
