import { createTheme } from "@mantine/core"
import controls from "./controls.module.css"
import layers from "./layers.module.css"
import surfaces from "./surfaces.module.css"
import { petrol } from "./tokens.ts"

const sans = '"IBM Plex Sans", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'
const mono = '"IBM Plex Mono", ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'

/**
 * Mantine dressed as the console's design asks; sizes that change on phones live in the CSS modules. Components are named,
 * not imported: an import here would put every one of them into the first load.
 */
export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 3 },
  colors: { petrol },
  autoContrast: true,
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  fontFamily: sans,
  fontFamilyMonospace: mono,
  defaultRadius: "md",
  radius: { xs: "4px", sm: "4px", md: "6px", lg: "10px", xl: "12px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "22px" },
  lineHeights: { xs: "16px", sm: "20px", md: "22px", lg: "24px", xl: "30px" },
  headings: {
    fontFamily: sans,
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "22px", lineHeight: "30px" },
      h2: { fontSize: "16px", lineHeight: "24px" },
      h3: { fontSize: "14px", lineHeight: "22px" },
    },
  },
  components: {
    ActionIcon: {
      defaultProps: { variant: "quiet" },
      classNames: { root: controls.iconButton },
    },
    Alert: {
      // Most of them stand on a page from its start; one that interrupts says so where it is used.
      defaultProps: { variant: "neutral", role: "note" },
      classNames: {
        root: surfaces.note,
        wrapper: surfaces.noteWrapper,
        icon: surfaces.noteIcon,
        title: surfaces.noteTitle,
        message: surfaces.noteMessage,
      },
    },
    Anchor: { classNames: { root: controls.link }, defaultProps: { underline: "never" } },
    Badge: {
      defaultProps: { variant: "neutral" },
      classNames: { root: surfaces.badge, section: surfaces.badgeSection, label: surfaces.badgeLabel },
    },
    Button: {
      defaultProps: { variant: "default" },
      classNames: { root: controls.button, section: controls.buttonSection },
    },
    Checkbox: {
      defaultProps: { size: "sm" },
      classNames: {
        input: controls.checkbox,
        label: controls.checkboxLabel,
        description: controls.radioDescription,
      },
    },
    Drawer: {
      classNames: {
        content: layers.drawer,
        header: layers.drawerHeader,
        overlay: layers.scrim,
        title: layers.title,
        body: layers.drawerBody,
      },
    },
    Input: { classNames: { input: controls.input } },
    InputWrapper: { classNames: { label: controls.label, description: controls.hint, error: controls.error } },
    Loader: { defaultProps: { size: "sm" } },
    Menu: {
      // A menu may hold nothing but its items, not even a place for the first focus.
      defaultProps: { radius: "lg", shadow: "none", position: "bottom-end", withInitialFocusPlaceholder: false },
      classNames: {
        dropdown: layers.dropdown,
        item: layers.item,
        itemIndicator: layers.indicator,
        label: layers.itemLabel,
        divider: layers.divider,
      },
    },
    Modal: {
      defaultProps: { radius: "xl", size: "600px", centered: true, transitionProps: { duration: 180 } },
      classNames: {
        content: layers.modal,
        header: layers.modalHeader,
        body: layers.modalBody,
        title: layers.title,
        overlay: layers.scrim,
        inner: layers.modalInner,
      },
    },
    Paper: { classNames: { root: surfaces.paper } },
    PasswordInput: {
      classNames: { innerInput: controls.innerInput, visibilityToggle: controls.iconButton },
    },
    Popover: { classNames: { dropdown: layers.dropdown } },
    Radio: {
      classNames: {
        radio: controls.radio,
        label: controls.checkboxLabel,
        description: controls.radioDescription,
      },
    },
    Select: { classNames: { dropdown: layers.dropdown, option: layers.item } },
    Skeleton: { classNames: { root: surfaces.skeleton } },
    Tabs: { classNames: { tab: controls.tab, list: controls.tabList } },
    Tooltip: { defaultProps: { openDelay: 400 }, classNames: { tooltip: layers.tooltip } },
  },
})
