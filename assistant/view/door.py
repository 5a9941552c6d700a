"""Who is at the app: a login by OpenID Connect where one is set up; else whoever sits at this computer, and nobody beyond it."""

from dataclasses import dataclass

import streamlit as st

from assistant.view.text import plain

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Who:
    """An asker. `owner` keeps what is theirs apart; `tends` when they may add documents and see all feedback."""

    owner: str
    name: str | None
    tends: bool


def at_the_door(team: frozenset[str], behind_a_proxy: bool) -> Who | None:
    """Who asks; None when they must log in first, or when the app answers beyond this computer without any login.

    `team` are the mail addresses of those who tend the assistant; `behind_a_proxy` says that something else lets people in.
    """
    user = st.user.to_dict()
    if "is_logged_in" in user:
        if not user["is_logged_in"]:
            _draw_login()
            return None
        owner = f"{user.get('iss', '')} {user.get('sub', '')}".strip()
        mail = str(user.get("email") or "")
        # An address that nobody checked could be anyone's.
        known = user.get("email_verified") is not False and mail.casefold() in team
        return Who(owner, str(user.get("name") or mail or "You"), known)
    if st.get_option("server.address") in LOOPBACK or behind_a_proxy:
        return Who("", None, True)
    st.title("Hub Assistant", anchor=False)
    st.error(
        "This app would answer anyone who can reach this computer, and no login is set up, so it stays shut.",
        icon=":material/lock:",
    )
    st.markdown(
        "Start it with `--server.address 127.0.0.1`, set up a login as the README says, or set `HUB_BEHIND_PROXY=yes` "
        "where another server lets people in."
    )
    return None


def _draw_login() -> None:
    """The page before a login."""
    st.title("Hub Assistant", anchor=False)
    st.markdown("Answers on innovation in the UK's places, each with the page or the table cell it rests on.")
    st.button("Log in", on_click=st.login, type="primary", icon=":material/login:")


def draw_who(who: Who) -> None:
    """The foot of the sidebar: who is logged in, or that there is no login."""
    with st.sidebar:
        if who.name is None:
            st.caption(
                ":material/lock: Answers on this computer only. There is no login, so whoever uses it sees what is kept here."
            )
            return
        st.caption(f":material/person: {plain(who.name)}. What you keep is seen by you alone.")
        st.button("Log out", on_click=st.logout, type="tertiary", icon=":material/logout:")
