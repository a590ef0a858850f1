#!/bin/sh
# The demo: the six editions of the Debian Handbook on a web server of this machine, crawled, indexed and served.
set -eu
. tests/site/site.sh
rm -rf "$DEMO"
mkdir -p "$DEMO"
trap 'kill $SITE_PID 2>/dev/null' EXIT
serve_site "$DEMO/pages" "$HANDBOOK"
cat >"$DEMO/isoglot.conf" <<C
[site]
name = The Debian Administrator's Handbook
start = $SITE
data = data

# This site may be asked as often as it likes: it is ours.
[crawl]
delay_ms = 0
concurrency = 8

[section install]
pattern = */install*.html */sect.*install*.html */*migration*.html */*existing-setup*.html */sect.*upgrade*.html
title.ar = التثبيت
title.zh = 安装
title.en = Installation
title.fr = Installation
title.ru = Установка
title.es = Instalación

[section packages]
pattern = */*apt*.html */*dpkg*.html */*packag*.html
title.ar = الحزم
title.zh = 软件包
title.en = Packages
title.fr = Paquets
title.ru = Пакеты
title.es = Paquetes

[section network]
pattern = */*network*.html */*server*.html */*dns*.html */*ipv6*.html */*dhcp*.html */*quality-of-service*.html */*mail*.html */*routing*.html
title.ar = الشبكات
title.zh = 网络
title.en = Networks
title.fr = Réseaux
title.ru = Сети
title.es = Redes

[section security]
pattern = */*security*.html */*firewall*.html */*selinux*.html */*apparmor*.html */*x509*.html */*supervision*.html
title.ar = الأمن
title.zh = 安全
title.en = Security
title.fr = Sécurité
title.ru = Безопасность
title.es = Seguridad

[query]
parity = true
C
"$BUILD/isoglot" --config "$DEMO/isoglot.conf" crawl
"$BUILD/isoglot" --config "$DEMO/isoglot.conf" index
echo
echo "Try, in each language:"
for list in langs/*/queries.tsv; do
    grep -v '^#' "$list" | head -3 | cut -f 1 | sed "s|^|  $(basename "$(dirname "$list")")  |"
done
echo
echo "How equally the languages are served, also served below /parity/:"
"$BUILD/isoglot" --config "$DEMO/isoglot.conf" parity
echo
echo "The search page, until you press Ctrl-C (the pages themselves are at $SITE):"
"$BUILD/isoglot" --config "$DEMO/isoglot.conf" serve
