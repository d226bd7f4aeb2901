import { VisuallyHidden } from "@mantine/core"
import { useSyncExternalStore } from "react"
import { currentAnnouncements, subscribeToAnnouncements } from "../ui/announce.ts"

/** The page's only two live regions; everything else speaks through `announce()`. */
export function LiveRegions() {
  const { polite, assertive } = useSyncExternalStore(subscribeToAnnouncements, currentAnnouncements)
  return (
    <VisuallyHidden>
      <div aria-live="polite" data-region="polite">
        <span key={polite.count}>{polite.text}</span>
      </div>
      <div aria-live="assertive" data-region="assertive">
        <span key={assertive.count}>{assertive.text}</span>
      </div>
    </VisuallyHidden>
  )
}
