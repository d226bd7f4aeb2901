import { useLingui } from "@lingui/react/macro"
import { showDone, showFailure } from "../../ui/toasts.tsx"

/** Copies a text from a menu, where no button is left to show that it worked. */
export function useCopy(): (text: string, done: string) => Promise<void> {
  const { t } = useLingui()
  return async (text, done) => {
    try {
      await navigator.clipboard.writeText(text)
      showDone(done)
    } catch {
      showFailure(t`The browser does not allow copying here. Select the text and copy it by hand: ${text}`)
    }
  }
}
