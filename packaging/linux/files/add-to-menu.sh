#!/bin/sh
# 把本程序加入当前用户的应用菜单，并与 .zxzp 报告关联（不需要管理员权限）。加上 --remove 则撤销。
set -eu
self=$(readlink -f "$0")
here=${self%/*}
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/selfeval-gui.desktop
kind=$data/mime/packages/selfeval-gui.xml
icon=$data/icons/hicolor/256x256/apps/selfeval-gui.png
if [ "${1:-}" = --remove ]; then
    rm -f "$entry" "$kind" "$icon"
else
    mkdir -p "${entry%/*}" "${kind%/*}" "${icon%/*}"
    sed "s|@FOLDER@|$here|" "$here/share/selfeval-gui.desktop" > "$entry"
    cp "$here/share/selfeval-gui.xml" "$kind"
    cp "$here/share/icons/256.png" "$icon"
fi
if command -v update-mime-database > /dev/null; then update-mime-database "$data/mime"; fi
if command -v update-desktop-database > /dev/null; then update-desktop-database "$data/applications"; fi
echo '已完成。'
