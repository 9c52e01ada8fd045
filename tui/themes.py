"""The themes that come with the program, beside those of Textual."""

from __future__ import annotations

from textual.theme import Theme

QUIET_DARK = Theme(
    name="quiet-dark",
    primary="#6ea8d8",
    secondary="#4f7ea3",
    accent="#e8b04b",
    warning="#e8b04b",
    error="#ffa8a8",
    success="#7cc48a",
    foreground="#dfe5ea",
    background="#12181e",
    surface="#19212a",
    panel="#222d38",
    variables={
        "footer-key-foreground": "#e8b04b",
        "border-blurred": "#3a4857",
        "border": "#6ea8d8",
        "block-cursor-background": "#2b4a66",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#23303c",
        "block-cursor-blurred-foreground": "#dfe5ea",
        "text-disabled": "#9aa5ae",
        "scrollbar": "#3a4857",
        "scrollbar-background": "#19212a",
    },
)

QUIET_LIGHT = Theme(
    name="quiet-light",
    primary="#1f5f93",
    secondary="#4a7fa8",
    accent="#744500",
    warning="#8a5200",
    error="#a61f2b",
    success="#20703a",
    foreground="#1b242c",
    background="#fbfaf7",
    surface="#f2f0ea",
    panel="#e6e3da",
    dark=False,
    variables={
        "footer-key-foreground": "#8a3f00",
        "border-blurred": "#b9b4a6",
        "border": "#1f5f93",
        "block-cursor-background": "#cfe0ee",
        "block-cursor-foreground": "#0d1720",
        "block-cursor-blurred-background": "#e3ebf1",
        "block-cursor-blurred-foreground": "#1b242c",
        "text-disabled": "#5a5f63",
        "scrollbar": "#b9b4a6",
        "scrollbar-background": "#e6e3da",
    },
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    warning="#ffb000",
    error="#ffc4c4",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    text_alpha=1.0,
    variables={
        "footer-key-foreground": "#ffff00",
        "footer-background": "#000000",
        "border-blurred": "#ffffff",
        "border": "#ffff00",
        "block-cursor-background": "#00205a",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#202020",
        "block-cursor-blurred-foreground": "#ffffff",
        "input-cursor-background": "#ffff00",
        "input-cursor-foreground": "#000000",
        "foreground-muted": "#ffffff",
        "text-muted": "#ffffff",
        "text-disabled": "#ffffff",
        "scrollbar": "#ffffff",
    },
)

THEMES = (QUIET_DARK, QUIET_LIGHT, HIGH_CONTRAST)
DEFAULT = QUIET_DARK.name
