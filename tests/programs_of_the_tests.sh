#!/bin/sh
# Installs what some checks look through, where that is possible (Debian, as root): Chromium for pages,
# LibreOffice and poppler for documents, Dovecot for the mailbox. Elsewhere those checks are skipped and
# say why; the mailbox is then read from a small server within the tests only.
set -u
missing=
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="chromium"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
[ -x "${DOVECOT_IMAP:-/usr/lib/dovecot/imap}" ] || missing="$missing dovecot-imapd"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1 || [ -n "${VEKHA_NO_APT:-}" ]; then
    echo "Not installed:$missing. The checks that need them will be skipped." >&2
    exit 0
fi
echo "Installing for the tests:$missing …" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing fonts-liberation >/dev/null 2>&1 ||
    echo "Could not install$missing. The checks that need them will be skipped." >&2
exit 0
