import { routes, type SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Checkbox, NativeSelect } from "@mantine/core"
import { IconKey, IconPlus } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery, useApiMutation } from "../../../../api.ts"
import { Form } from "../../../../forms/form.tsx"
import { Card } from "../../../../ui/card.tsx"
import { shortFingerprint } from "../../../../ui/fingerprint.tsx"
import { ButtonLink } from "../../../../ui/links.tsx"
import { useGenerateDialog } from "../../generate/use-generate-dialog.tsx"
import { useHolder } from "../../holder.tsx"
import { opensNow } from "../../ways-in.ts"
import styles from "./replace.module.css"
import { staleAfterReplacement } from "./replacement.ts"

/** So many keys are offered, the newest ones. */
const keysOffered = 100

/** Which key comes in the place of the old one: one that there is, or one that is made or imported now. */
export function ChooseStep({ oldKey }: { oldKey: SshKey }) {
  const { t } = useLingui()
  const { query, importing } = useHolder()
  const { data } = useQuery(
    apiQuery(routes.listKeys, { query: { ...query, sort: "created", order: "descending", limit: keysOffered } }),
  )
  const keys = (data?.items ?? []).filter((key) => key.id !== oldKey.id && opensNow(key, Date.now()))
  const [picked, setPicked] = useState<string>()
  const chosen = picked ?? keys[0]?.id ?? ""
  const [removes, setRemoves] = useState(true)
  const [tried, setTried] = useState(false)
  const start = useApiMutation(routes.startReplacement, staleAfterReplacement)
  const generating = useGenerateDialog({ onAdded: ({ id }) => setPicked(id) })
  const missing = tried && chosen === "" ? t`There is no other key yet: generate or import one.` : undefined

  function submit() {
    setTried(true)
    if (chosen === "") return
    start.mutate({ params: oldKey, body: { newKeyId: chosen, removeAfterLogin: removes } })
  }
  return (
    <Card title={t`1. Choose the new key`} padded>
      <Form failure={start.error} errors={{ chosen: missing }} onSubmit={submit}>
        <NativeSelect
          label={t`New key`}
          value={chosen}
          error={missing}
          data={keys.map(({ id, name, fingerprint }) => ({
            value: id,
            label: `${name} · ${shortFingerprint(fingerprint)}`,
          }))}
          onChange={(event) => setPicked(event.currentTarget.value)}
        />
        <div className={styles.ways}>
          <Button leftSection={<IconKey size={16} stroke={1.75} />} onClick={generating.open}>
            <Trans>Generate key</Trans>
          </Button>
          <ButtonLink {...importing} leftSection={<IconPlus size={16} stroke={2} />}>
            <Trans>Import keys</Trans>
          </ButtonLink>
        </div>
        <Checkbox
          label={t`Remove the old key from each place once somebody has signed in there with the new one`}
          checked={removes}
          onChange={(event) => setRemoves(event.currentTarget.checked)}
        />
        <div className={styles.ways}>
          <Button type="submit" variant="filled" loading={start.isPending}>
            <Trans>Put it everywhere</Trans>
          </Button>
        </div>
      </Form>
      {generating.dialog}
    </Card>
  )
}
