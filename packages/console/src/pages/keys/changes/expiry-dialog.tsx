import type { SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Group, TextInput } from "@mantine/core"
import { lazy, Suspense, useEffect, useState } from "react"
import { describeFailure } from "../../../failure.ts"
import { withServerWords } from "../../../i18n.ts"
import { useKeyPolicy } from "../../../key-policy.ts"
import layout from "../../../ui/dialog.module.css"
import { Dialog } from "../../../ui/dialog.tsx"
import { dayAfter, latestDay, startOfDay, utcDay } from "./expiry-day.ts"

const ExpiryEffect = lazy(async () => ({
  default: (await withServerWords(() => import("../servers/expiry-effect.tsx"))).ExpiryEffect,
}))

type Props = {
  opened: boolean
  /** The keys that get the same expiry. */
  keys: readonly SshKey[]
  /** `null` takes the expiry away. */
  onSet: (expiresAt: string | null) => Promise<void>
  onClose: () => void
}

/** Asks for the day from which keys open nothing. */
export function ExpiryDialog({ opened, keys, onSet, onClose }: Props) {
  const { t, i18n } = useLingui()
  const [chosen, setChosen] = useState("")
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [first] = keys
  const current = keys.length === 1 ? first?.expiresAt : undefined
  useEffect(() => {
    if (!opened) return
    setChosen(current == null ? "" : utcDay(new Date(current)))
    setFailure(undefined)
  }, [opened, current])
  const policy = useKeyPolicy()
  const tomorrow = dayAfter(new Date(), 1)
  const latest = latestDay(policy, keys)
  const isTooLate = latest !== undefined && chosen > latest
  const ready = chosen >= tomorrow && !isTooLate
  const periods = [
    { days: 30, label: t`30 days` },
    { days: 90, label: t`90 days` },
    { days: 365, label: t`1 year` },
  ].filter(({ days }) => latest === undefined || dayAfter(new Date(), days) <= latest)
  const dayWords = (day: string) => i18n.date(new Date(day), { dateStyle: "long", timeZone: "UTC" })

  async function set(expiresAt: string | null) {
    setBusy(true)
    try {
      await onSet(expiresAt)
      onClose()
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }

  function problem() {
    if (failure !== undefined) return describeFailure(failure).message
    if (isTooLate)
      return t`Keys here live at most ${policy.maximumLifetimeDays ?? 0} days: choose ${dayWords(latest)} or earlier.`
    return chosen !== "" && !ready ? t`Choose a day after today.` : undefined
  }

  const title = keys.length === 1 ? t`When does “${first?.name ?? ""}” expire?` : t`When do these keys expire?`
  return (
    <Dialog opened={opened} onClose={onClose} size={480} title={title}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !busy) set(startOfDay(chosen))
        }}
      >
        <div className={layout.body}>
          <TextInput
            data-autofocus
            type="date"
            label={t`Expires on`}
            min={tomorrow}
            {...(latest !== undefined && { max: latest })}
            value={chosen}
            error={problem()}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <Group gap={8}>
            {periods.map(({ days, label }) => (
              <Button key={days} size="xs" onClick={() => setChosen(dayAfter(new Date(), days))}>
                {label}
              </Button>
            ))}
          </Group>
          {ready ? (
            <Suspense>
              <ExpiryEffect day={dayWords(chosen)} keys={keys} />
            </Suspense>
          ) : null}
        </div>
        <div className={layout.footer}>
          {current == null || latest !== undefined ? null : (
            <Button variant="quiet-danger" mr="auto" disabled={busy} onClick={() => set(null)}>
              <Trans>Remove the expiry</Trans>
            </Button>
          )}
          <Button variant="quiet" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" variant="filled" aria-disabled={!ready || undefined} loading={busy}>
            <Trans>Set expiry</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
