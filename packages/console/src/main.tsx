import "@mantine/core/styles.layer.css"
import "./theme/fonts.css"
import "./theme/base.css"
import { i18n } from "@lingui/core"
import { I18nProvider } from "@lingui/react"
import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { createQueryClient, forgetAccount } from "./api.ts"
import { followOtherTabs, preferredLanguage, speak } from "./i18n.ts"
import { paths } from "./paths.ts"
import { createConsoleRouter } from "./routes.tsx"
import { LiveRegions } from "./shell/live-regions.tsx"
import { Toasts } from "./shell/toasts.tsx"
import { cssVariablesResolver } from "./theme/css-variables.ts"
import { styleNonce } from "./theme/nonce.ts"
import { theme } from "./theme/theme.ts"

const root = document.getElementById("root")
if (root === null) throw new Error("the page has no element to draw into")

const nonce = styleNonce()
// The scroll lock behind dialogs asks for the nonce under this name.
Object.assign(globalThis, { __webpack_nonce__: nonce })

let leaving = false
const queryClient = createQueryClient(async () => {
  // Several requests may be refused at once; the first one leads away.
  if (leaving) return
  leaving = true
  await router.navigate({ to: paths.signIn, search: { from: router.state.location.href, expired: true } })
  forgetAccount(queryClient)
  leaving = false
})
const router = createConsoleRouter(queryClient)
// What the page needs comes while its language does.
void router.load()
await speak(preferredLanguage())
followOtherTabs()

createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <LiveRegions />
          <Toasts />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  </StrictMode>,
)
