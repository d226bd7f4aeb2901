import { Alert } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"

/** Says that what a dialog shows is not what it showed when it was opened. */
export function LookAgain({ news }: { news: string | undefined }) {
  if (news === undefined) return null
  return (
    <Alert variant="warn" role="alert" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
      {news}
    </Alert>
  )
}
