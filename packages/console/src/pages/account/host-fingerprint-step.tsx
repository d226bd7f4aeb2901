import { routes } from "@latchkey/contract"
import { parsePublicKey } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Stack } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../api.ts"
import { HostKeys } from "../../gateway/host-keys.tsx"
import { OutOfReach } from "../../gateway/out-of-reach.tsx"
import { isInReach } from "../../gateway/reach.ts"
import { WhyOff } from "../../gateway/why-off.tsx"
import { paths } from "../../paths.ts"
import { CardPage } from "../../shell/card-page.tsx"
import { ButtonLink } from "../../ui/links.tsx"
import { Randomart } from "../../ui/randomart.tsx"

/** The end of the first run: what ssh shows of this host, to be written down before anyone connects. */
export default function HostFingerprintStep() {
  const { t } = useLingui()
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  if (gateway === undefined) return null
  const on = gateway.state === "on" && isInReach(gateway)
  const [first] = on ? gateway.hostKeys : []
  return (
    <CardPage
      title={on ? t`Write down the host fingerprint` : t`Your account is ready`}
      description={
        on ? (
          <Trans>Anyone who connects by SSH should see this value.</Trans>
        ) : gateway.state === "off" ? (
          <WhyOff gateway={gateway} />
        ) : (
          <OutOfReach />
        )
      }
      width={480}
    >
      <Stack gap={20}>
        {first === undefined ? null : (
          <Randomart publicKey={parsePublicKey(first.publicKey)} name={location.hostname} />
        )}
        {on ? <HostKeys hostKeys={gateway.hostKeys} /> : null}
        <ButtonLink to={paths.overview} variant="filled" size="lg" fullWidth>
          <Trans>Go to Latchkey</Trans>
        </ButtonLink>
      </Stack>
    </CardPage>
  )
}
