import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconWand } from "@tabler/icons-react"

/** Opens the dialog of `useGenerateDialog`. */
export function GenerateButton({ onClick }: { onClick: () => void }) {
  return (
    <Button leftSection={<IconWand size={16} stroke={1.75} />} onClick={onClick}>
      <Trans>Generate key</Trans>
    </Button>
  )
}
